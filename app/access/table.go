package access

// Verdict is an entry of the permission table.
type Verdict int

// The verdicts. The zero value refuses.
const (
	Refused      Verdict = iota
	ConfirmFirst         // allowed after the actor has entered their own password again
	Allowed
)

// relation is how the ranks of actor and target compare: a column of the permission table.
type relation int

const (
	adminToLedger relation = iota
	adminToHigher          // Admin to Admin or System Admin
	adminSelf
	systemToLower
	systemToSystem
	systemSelf
	ledgerSelf
	relations // the number of columns

	ledgerToOther relation = -1 // not in the table: everything is refused
)

const (
	no  = Refused
	yes = Allowed
	cfm = ConfirmFirst
)

// permissions is the permission table. Its columns are the relations: Admin to Ledger manager, to a higher role, to
// self; System Admin to a lower role, to another System Admin, to self; Ledger manager to self. An operation without a
// target counts as one on the actor. An operation that gives a role also counts as one on a user with that role. An
// operation that itself requires the current password is "yes" here.
var permissions = map[Operation][relations]Verdict{
	SignOut: {no, no, yes, no, no, yes, yes},
	Lock:    {no, no, yes, no, no, yes, yes},
	Unlock:  {no, no, yes, no, no, yes, yes},
	Confirm: {no, no, yes, no, no, yes, yes},

	SeeUser:        {yes, yes, yes, yes, yes, yes, yes},
	FindUsers:      {yes, yes, yes, yes, yes, yes, no},
	CreateUser:     {yes, no, no, yes, cfm, no, no},
	EditNames:      {yes, no, yes, yes, yes, yes, yes},
	RenameUser:     {yes, no, no, yes, cfm, cfm, no},
	ChangeEmail:    {yes, no, cfm, yes, cfm, cfm, cfm},
	ChangeRole:     {no, no, no, yes, cfm, no, no},
	SetPassword:    {yes, no, no, yes, cfm, no, no},
	ChangePassword: {no, no, yes, no, no, yes, yes},
	DisableUser:    {yes, no, no, yes, cfm, no, no},
	EnableUser:     {yes, no, no, yes, cfm, no, no},
	UnlockUser:     {yes, no, no, yes, cfm, no, no},
	ChangeNote:     {yes, no, no, yes, cfm, no, no},
	ChangeExpiry:   {yes, no, no, yes, cfm, no, no},
	DeleteUser:     {cfm, no, no, cfm, cfm, no, no},

	ReadJournal:    {yes, yes, yes, yes, yes, yes, no},
	ReadOwnEvents:  {no, no, yes, no, no, yes, yes},
	VerifyJournal:  {no, no, no, yes, yes, yes, no},
	ExportJournal:  {no, no, no, yes, yes, yes, no},
	ChangeSettings: {no, no, no, yes, yes, yes, no},
	BackUp:         {no, no, no, yes, yes, yes, no},
	RemoveBackups:  {no, no, no, yes, yes, yes, no},
	Restore:        {no, no, no, cfm, cfm, cfm, no},
	ExportHashes:   {no, no, no, cfm, cfm, cfm, no},
	ImportHashes:   {no, no, no, cfm, cfm, cfm, no},
	ImportUser:     {yes, no, no, yes, cfm, no, no},
	ExportUsers:    {yes, yes, yes, yes, yes, yes, no},
	AcceptOlder:    {no, no, no, cfm, cfm, cfm, no},

	SeeRecoveryKey:   {no, no, no, yes, yes, yes, no},
	RenewRecoveryKey: {no, no, no, cfm, cfm, cfm, no},
}
