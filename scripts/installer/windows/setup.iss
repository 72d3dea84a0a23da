; The installer for Windows by Inno Setup 6: for one user, without an administrator.
; iscc /DVersion=1.2.3 /DSource=...\frozen\di-tung-nha /DOut=...\dist /DIcon=...\icon.ico setup.iss
#define Name "Đi Từng Nhà"
#define Program "agent-app-gui.exe"

[Setup]
; Never change this: Windows knows an earlier version by it.
AppId={{6E0B2C53-3B4E-4E57-9D2B-0F9B1B0F2A61}
AppName={#Name}
AppVersion={#Version}
AppVerName={#Name} {#Version}
VersionInfoVersion={#Version}
DefaultDirName={localappdata}\Programs\DiTungNha
DisableProgramGroupPage=yes
PrivilegesRequired=lowest
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
MinVersion=10.0.17763
Compression=lzma2
SolidCompression=yes
OutputDir={#Out}
OutputBaseFilename=di-tung-nha-{#Version}-inno
SetupIconFile={#Icon}
UninstallDisplayIcon={app}\{#Program}
CloseApplications=yes
RestartApplications=no

[Messages]
WelcomeLabel1=Cài {#Name} {#Version}
WelcomeLabel2=Bộ cài sẽ đặt chương trình vào máy này, chỉ cho người dùng hiện tại. Sổ đang có không bị đụng đến.
FinishedHeadingLabel=Đã cài xong
FinishedLabel=Mở {#Name} từ trình đơn Start.
ButtonNext=&Tiếp
ButtonBack=Trở &lại
ButtonInstall=&Cài
ButtonCancel=Huỷ
ButtonFinish=&Xong

[InstallDelete]
Type: filesandordirs; Name: "{app}\_internal"
Type: filesandordirs; Name: "{app}\licences"

[Files]
Source: "{#Source}\*"; DestDir: "{app}"; Flags: recursesubdirs ignoreversion

[Icons]
Name: "{userprograms}\{#Name}"; Filename: "{app}\{#Program}"

[Run]
Filename: "{app}\{#Program}"; Description: "Mở {#Name}"; Flags: postinstall nowait skipifsilent unchecked

; Nothing under [UninstallDelete]: the agent's home in {localappdata}\DiTungNha stays, money is in it.
