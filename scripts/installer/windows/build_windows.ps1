# Builds the installer on Windows 10 or 11, 64-bit. Never run by us so far: follow checklist.md beside this file.
#   powershell -ExecutionPolicy Bypass -File scripts\installer\windows\build_windows.ps1
$ErrorActionPreference = "Stop"
Set-Location (Join-Path $PSScriptRoot "..\..\..")

function Require-Command($Name, $Hint) {
    if (-not (Get-Command $Name -ErrorAction SilentlyContinue)) { throw "Không có lệnh $Name. $Hint" }
}

Require-Command git "Cài Git for Windows."
Require-Command py "Cài Python 3.11 hoặc 3.12, 64-bit, từ python.org."
Require-Command uv "Cài uv 0.13: py -m pip install uv==0.13.*"

$env:PYTHONUTF8 = "1"
# Inno Setup and NSIS do not put themselves on the path.
foreach ($Folder in "${env:ProgramFiles(x86)}\Inno Setup 6", "${env:ProgramFiles}\Inno Setup 6", "${env:ProgramFiles(x86)}\NSIS") {
    if (Test-Path $Folder) { $env:PATH = "$Folder;$env:PATH" }
}

& py -3 build_installer.py
if ($LASTEXITCODE -ne 0) { throw "build_installer.py dừng với mã $LASTEXITCODE." }
Get-ChildItem dist | Format-Table Name, Length
