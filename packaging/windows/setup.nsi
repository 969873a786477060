; The installer for one person, who needs no administrator. packaging/windows/build defines VERSION, NUMBER (what can be
; compared of it), SIZE in KB, DIR with the files, and SETUP, the name of the installer.
;
; Silent with /S. The exit status is 0 when it is done, 1 and 2 when it was cancelled or something failed (NSIS), 3 when
; something newer is installed, 4 when Roster runs, 5 when the .msi has installed it for all of the computer.

Target amd64-unicode
Unicode true
SetCompressor /SOLID lzma
RequestExecutionLevel user
ManifestDPIAware true
AllowSkipFiles off

Name "Roster"
OutFile "${SETUP}"
InstallDir "$LOCALAPPDATA\Programs\Roster"
BrandingText "Roster ${VERSION}"
VIProductVersion "${NUMBER}"
VIFileVersion "${NUMBER}"
VIAddVersionKey ProductName "Roster"
VIAddVersionKey ProductVersion "${VERSION}"
VIAddVersionKey FileDescription "Installs Roster ${VERSION}"
VIAddVersionKey FileVersion "${VERSION}"
VIAddVersionKey CompanyName "The Roster authors"
VIAddVersionKey LegalCopyright "© The Roster authors, MIT licence"

!include MUI2.nsh
!include LogicLib.nsh
!include WordFunc.nsh
!include FileFunc.nsh
!insertmacro VersionCompare

!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\Roster"
!define CLASSES "Software\Classes"
!define TYPE "Roster.File"

!define MUI_ICON "${DIR}/roster.ico"
!define MUI_UNICON "${DIR}/roster.ico"
!define MUI_WELCOMEFINISHPAGE_BITMAP "${DIR}/side.bmp"
!define MUI_WELCOMEPAGE_TITLE "Roster ${VERSION}"
!define MUI_WELCOMEPAGE_TEXT "This installs Roster for you alone, or upgrades it. Your files are not touched.$\r$\n$\r$\nChoose Install."
!define MUI_FINISHPAGE_RUN "$INSTDIR\roster.exe"
!define MUI_UNCONFIRMPAGE_TEXT_TOP "Roster will be removed. Your files stay: those in $LOCALAPPDATA\Roster, and those that you keep elsewhere."
!define MUI_UNCONFIRMPAGE_TEXT_LOCATION "Removing from:"

!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE English

!ifdef SIGN
!uninstfinalize 'packaging/windows/sign "%1"' = 0
!endif

; Refuse says why, if anybody is there to read it, and ends with a status.
!macro Refuse STATUS TEXT
	MessageBox MB_OK|MB_ICONSTOP "${TEXT}" /SD IDOK
	SetErrorLevel ${STATUS}
	Quit
!macroend

; RefuseWhileRunning waits until no Roster runs from $INSTDIR: Windows lets nobody write a program that runs.
!macro RefuseWhileRunning
	${Do}
		${IfNot} ${FileExists} "$INSTDIR\roster.exe"
			${Break}
		${EndIf}
		ClearErrors
		FileOpen $0 "$INSTDIR\roster.exe" a
		${IfNot} ${Errors}
			FileClose $0
			${Break}
		${EndIf}
		${If} ${Cmd} `MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "Roster is running. Close its windows, then choose Retry." /SD IDCANCEL IDCANCEL`
			SetErrorLevel 4
			Quit
		${EndIf}
	${Loop}
!macroend

Function .onInit
	ReadRegStr $0 HKLM "Software\Roster" Version
	${If} $0 != ""
		!insertmacro Refuse 5 "Roster $0 is installed for everybody on this computer. Use that, upgrade it with the .msi, or have it removed first."
	${EndIf}
	ReadRegStr $0 HKCU "${UNINSTALL}" InstallLocation
	${If} $0 != ""
		StrCpy $INSTDIR $0
	${EndIf}
	ReadRegStr $0 HKCU "${UNINSTALL}" Number
	${VersionCompare} "$0" "${NUMBER}" $1
	${If} $1 == 1
		ReadRegStr $0 HKCU "${UNINSTALL}" DisplayVersion
		!insertmacro Refuse 3 "Roster $0 is installed, which is newer than ${VERSION}. An older Roster may not be able to read your files. If you want it all the same, remove Roster first; your files stay."
	${EndIf}
	!insertmacro RefuseWhileRunning
FunctionEnd

Function un.onInit
	!insertmacro RefuseWhileRunning
FunctionEnd

Section
	SetOutPath "$INSTDIR"
	File "${DIR}/roster.exe"
	File "${DIR}/rosterctl.exe"
	File "${DIR}/LICENSE.txt"
	File "${DIR}/NOTICE.txt"
	WriteUninstaller "$INSTDIR\uninstall.exe"
	CreateShortcut "$SMPROGRAMS\Roster.lnk" "$INSTDIR\roster.exe"

	WriteRegStr HKCU "${CLASSES}\.roster" "" "${TYPE}"
	WriteRegStr HKCU "${CLASSES}\${TYPE}" "" "Roster file"
	WriteRegStr HKCU "${CLASSES}\${TYPE}\DefaultIcon" "" "$INSTDIR\roster.exe,0"
	WriteRegStr HKCU "${CLASSES}\${TYPE}\shell\open\command" "" '"$INSTDIR\roster.exe" "%1"'

	WriteRegStr HKCU "${UNINSTALL}" DisplayName "Roster"
	WriteRegStr HKCU "${UNINSTALL}" DisplayVersion "${VERSION}"
	WriteRegStr HKCU "${UNINSTALL}" Number "${NUMBER}"
	WriteRegStr HKCU "${UNINSTALL}" Publisher "The Roster authors"
	WriteRegStr HKCU "${UNINSTALL}" DisplayIcon "$INSTDIR\roster.exe"
	WriteRegStr HKCU "${UNINSTALL}" Comments "Files stay in $LOCALAPPDATA\Roster when Roster is removed."
	WriteRegStr HKCU "${UNINSTALL}" InstallLocation "$INSTDIR"
	WriteRegStr HKCU "${UNINSTALL}" UninstallString '"$INSTDIR\uninstall.exe"'
	WriteRegStr HKCU "${UNINSTALL}" QuietUninstallString '"$INSTDIR\uninstall.exe" /S'
	WriteRegDWORD HKCU "${UNINSTALL}" EstimatedSize ${SIZE}
	WriteRegDWORD HKCU "${UNINSTALL}" NoModify 1
	WriteRegDWORD HKCU "${UNINSTALL}" NoRepair 1
	${RefreshShellIcons}
SectionEnd

Section Uninstall
	Delete "$INSTDIR\roster.exe"
	Delete "$INSTDIR\rosterctl.exe"
	Delete "$INSTDIR\LICENSE.txt"
	Delete "$INSTDIR\NOTICE.txt"
	Delete "$SMPROGRAMS\Roster.lnk"

	ReadRegStr $0 HKCU "${CLASSES}\.roster" ""
	${If} $0 == "${TYPE}" ; else another program has taken the type
		DeleteRegValue HKCU "${CLASSES}\.roster" ""
		DeleteRegKey /ifempty HKCU "${CLASSES}\.roster"
	${EndIf}
	DeleteRegKey HKCU "${CLASSES}\${TYPE}"
	DeleteRegKey HKCU "${UNINSTALL}"
	${RefreshShellIcons}
	Delete "$INSTDIR\uninstall.exe"
	RMDir "$INSTDIR" ; last, so that whoever sees it gone sees all gone
	DetailPrint "Your files stay in $LOCALAPPDATA\Roster."
SectionEnd
