# Tries both installers on a real Windows, as somebody who may install for all of the computer: in, start, upgrade, no
# downgrade, out; the user's file stays. New and Old are folders with the installers of two versions. Mesa is a folder with an
# OpenGL of software, for a computer without a driver of its own.
param(
	[Parameter(Mandatory)] [string] $Version,
	[Parameter(Mandatory)] [string] $New,
	[Parameter(Mandatory)] [string] $Old,
	[string] $OldVersion = '0.0.1',
	[string] $Mesa
)
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

$file = "$env:LOCALAPPDATA\Roster\users.roster"
$New, $Old = (Resolve-Path $New).Path, (Resolve-Path $Old).Path

# Ends runs a program to its end, which must be that status.
function Ends([int] $want, [string] $program, [string[]] $arguments) {
	$p = Start-Process -FilePath $program -ArgumentList $arguments -PassThru
	$null = $p.Handle # else its status is not kept
	if (-not $p.WaitForExit(300000)) { throw "$program $arguments goes on for five minutes" }
	if ($p.ExitCode -ne $want) { throw "$program $arguments ended with $($p.ExitCode), want $want" }
}

# WaitFor waits until the block says yes.
function WaitFor([string] $what, [scriptblock] $yes) {
	for ($i = 0; $i -lt 120; $i++) {
		if (& $yes) { return }
		Start-Sleep -Milliseconds 500
	}
	throw "$what does not come to pass in a minute"
}

# Says looks whether the program says that version.
function Says([string] $program, [string] $want) {
	$out = [IO.Path]::GetTempFileName()
	$p = Start-Process -FilePath $program -ArgumentList '--version' -PassThru -Wait -RedirectStandardOutput $out
	$got = (Get-Content $out -Raw).Trim()
	if ($p.ExitCode -ne 0 -or $got -ne "roster $want") { throw "$program --version says $got, want roster $want" }
}

# Opens starts the program and waits for its window and its file. The caller closes it.
function Opens([string] $program) {
	if ($Mesa) { Copy-Item "$Mesa\opengl32.dll" (Split-Path $program) }
	$p = Start-Process -FilePath $program -PassThru
	$null = $p.Handle
	WaitFor 'a window' { $p.Refresh(); if ($p.HasExited) { throw "the program ended with $($p.ExitCode)" }; $p.MainWindowTitle -like '*Roster*' }
	WaitFor 'the file' { Test-Path $file }
	Ends 0 $program "`"$file`"" # brings that window to the front
	return $p
}

# Closes closes the window and waits for the program to end.
function Closes($p) {
	if (-not $p.CloseMainWindow()) { throw 'the window cannot be closed' }
	if (-not $p.WaitForExit(60000)) { throw 'the program goes on without its window' }
	if ($p.ExitCode -ne 0) { throw "the program ended with $($p.ExitCode)" }
	WaitFor 'the end of the process that waits for a crash' { -not (Get-Process roster -ErrorAction SilentlyContinue) }
	if ($Mesa) { Remove-Item "$folder\opengl32.dll" }
}

# Gone looks whether nothing but the user's file is left.
function Gone([string] $folder) {
	WaitFor "the removal of $folder" { -not (Test-Path $folder) }
	foreach ($key in 'HKCU:\Software\Classes\Roster.File', 'HKLM:\Software\Classes\Roster.File', 'HKLM:\Software\Roster',
		'HKCU:\Software\Microsoft\Windows\CurrentVersion\Uninstall\Roster') {
		if (Test-Path $key) { throw "$key is left" }
	}
	foreach ($menu in [Environment]::GetFolderPath('Programs'), [Environment]::GetFolderPath('CommonPrograms')) {
		if (Test-Path "$menu\Roster.lnk") { throw "$menu\Roster.lnk is left" }
	}
	if (-not (Test-Path $file)) { throw "$file is gone" }
}

if ($Mesa) { $env:PATH = "$Mesa;$env:PATH" } # for what opengl32.dll needs

$folder = "$env:LOCALAPPDATA\Programs\Roster"
Ends 0 "$Old\roster-$OldVersion-amd64-setup.exe" '/S'
Says "$folder\roster.exe" $OldVersion
$p = Opens "$folder\roster.exe"
Ends 4 "$New\roster-$Version-amd64-setup.exe" '/S'
Closes $p
Ends 0 "$New\roster-$Version-amd64-setup.exe" '/S'
Says "$folder\roster.exe" $Version
Ends 3 "$Old\roster-$OldVersion-amd64-setup.exe" '/S'
Ends 0 "$folder\uninstall.exe" '/S'
Gone $folder

$folder = "$env:ProgramFiles\Roster"
Ends 0 msiexec.exe '/i', "`"$Old\roster-$OldVersion-amd64.msi`"", '/qn'
Says "$folder\roster.exe" $OldVersion
$p = Opens "$folder\roster.exe"
Ends 1603 msiexec.exe '/i', "`"$New\roster-$Version-amd64.msi`"", '/qn'
Closes $p
Ends 0 msiexec.exe '/i', "`"$New\roster-$Version-amd64.msi`"", '/qn'
Says "$folder\roster.exe" $Version
Ends 1603 msiexec.exe '/i', "`"$Old\roster-$OldVersion-amd64.msi`"", '/qn'
Ends 5 "$New\roster-$Version-amd64-setup.exe" '/S'
Ends 0 msiexec.exe '/x', "`"$New\roster-$Version-amd64.msi`"", '/qn'
Gone $folder
Write-Output 'both installers work'
