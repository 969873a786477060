// The .msi asks this library whether Roster runs, and has it say where the users' files stay.
#include <windows.h>
#include <msi.h>
#include <msiquery.h>
#include <tlhelp32.h>

static void say(MSIHANDLE install, UINT kind, const wchar_t *text)
{
	MSIHANDLE record = MsiCreateRecord(0);
	MsiRecordSetStringW(record, 0, text);
	MsiProcessMessage(install, kind, record);
	MsiCloseHandle(record);
}

// runs_from tells whether a process was started from the program at path. The program of another person's process may not
// be told; it is then taken for this one.
static BOOL runs_from(DWORD process, const wchar_t *path)
{
	wchar_t program[MAX_PATH * 4];
	DWORD length = sizeof program / sizeof *program;
	HANDLE h = OpenProcess(PROCESS_QUERY_LIMITED_INFORMATION, FALSE, process);
	if (!h)
		return GetLastError() == ERROR_ACCESS_DENIED;
	BOOL told = QueryFullProcessImageNameW(h, 0, program, &length);
	CloseHandle(h);
	return !told || lstrcmpiW(program, path) == 0;
}

static BOOL runs(const wchar_t *path)
{
	PROCESSENTRY32W p = {.dwSize = sizeof p};
	HANDLE all = CreateToolhelp32Snapshot(TH32CS_SNAPPROCESS, 0);
	if (all == INVALID_HANDLE_VALUE)
		return FALSE;
	BOOL found = FALSE;
	for (BOOL more = Process32FirstW(all, &p); more && !found; more = Process32NextW(all, &p))
		found = lstrcmpiW(p.szExeFile, L"roster.exe") == 0 && runs_from(p.th32ProcessID, path);
	CloseHandle(all);
	return found;
}

// RefuseWhileRunning ends the installation while the program in the folder that it is about to change runs.
__declspec(dllexport) UINT __stdcall RefuseWhileRunning(MSIHANDLE install)
{
	wchar_t path[MAX_PATH * 4];
	DWORD length = sizeof path / sizeof *path - 16; // room for the name
	if (MsiGetPropertyW(install, L"INSTALLFOLDER", path, &length) != ERROR_SUCCESS)
		return ERROR_INSTALL_FAILURE;
	lstrcatW(path, L"roster.exe");
	if (!runs(path))
		return ERROR_SUCCESS;
	say(install, INSTALLMESSAGE_ERROR, L"Roster is running on this computer. Close its windows, also those of other people who are signed in, "
		L"and start this again.");
	return ERROR_INSTALL_FAILURE;
}

// SayFilesStay tells whoever removed Roster where its files are.
__declspec(dllexport) UINT __stdcall SayFilesStay(MSIHANDLE install)
{
	say(install, INSTALLMESSAGE_USER | MB_OK | MB_ICONINFORMATION,
		L"Roster is removed. Everybody's files stay: those in %LOCALAPPDATA%\\Roster, and those that they keep elsewhere.");
	return ERROR_SUCCESS;
}
