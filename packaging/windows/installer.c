// The .msi asks this library whether a newer Roster is installed and whether Roster runs, and has it say where the users' files
// stay.
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

// program_path finds the program in the folder that the installation is about to change.
static BOOL program_path(MSIHANDLE install, wchar_t path[MAX_PATH * 4])
{
	DWORD length = MAX_PATH * 4 - 16; // room for the name
	if (MsiGetPropertyW(install, L"INSTALLFOLDER", path, &length) != ERROR_SUCCESS)
		return FALSE;
	lstrcatW(path, L"roster.exe");
	return TRUE;
}

// file_number is the version of the program at path, 16 bits for each of its four numbers; 0 if there is none.
static unsigned long long file_number(const wchar_t *path)
{
	unsigned long long number = 0;
	DWORD unused, size = GetFileVersionInfoSizeW(path, &unused);
	void *info = size ? HeapAlloc(GetProcessHeap(), 0, size) : NULL;
	VS_FIXEDFILEINFO *fixed;
	UINT length;
	if (!info)
		return 0;
	if (GetFileVersionInfoW(path, 0, size, info) && VerQueryValueW(info, L"\\", (void **)&fixed, &length) && length >= sizeof *fixed)
		number = (unsigned long long)fixed->dwFileVersionMS << 32 | fixed->dwFileVersionLS;
	HeapFree(GetProcessHeap(), 0, info);
	return number;
}

// RefuseNewer ends the installation if the program that is there is newer than this one, by all four numbers: Windows Installer
// compares three.
__declspec(dllexport) UINT __stdcall RefuseNewer(MSIHANDLE install)
{
	wchar_t path[MAX_PATH * 4], text[1024];
	DWORD length = sizeof text / sizeof *text;
	if (!program_path(install, path) || MsiGetPropertyW(install, L"NUMBER", text, &length) != ERROR_SUCCESS)
		return ERROR_INSTALL_FAILURE;
	unsigned long long number = 0, part = 0;
	for (const wchar_t *c = text; *c; c++) {
		if (*c == L'.')
			number = (number | part) << 16, part = 0;
		else
			part = 10 * part + (*c - L'0');
	}
	if (file_number(path) <= (number | part))
		return ERROR_SUCCESS;
	length = sizeof text / sizeof *text;
	if (MsiGetPropertyW(install, L"NEWERMESSAGE", text, &length) == ERROR_SUCCESS)
		say(install, INSTALLMESSAGE_ERROR, text);
	return ERROR_INSTALL_FAILURE;
}

// RefuseWhileRunning ends the installation while the program in the folder that it is about to change runs.
__declspec(dllexport) UINT __stdcall RefuseWhileRunning(MSIHANDLE install)
{
	wchar_t path[MAX_PATH * 4];
	if (!program_path(install, path))
		return ERROR_INSTALL_FAILURE;
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
