// What a Go program asks of bcryptprimitives.dll, which wine 8 lacks.
#include <windows.h>
#include <ntsecapi.h>

__declspec(dllexport) BOOL __stdcall ProcessPrng(PBYTE bytes, SIZE_T n) { return RtlGenRandom(bytes, n); }
