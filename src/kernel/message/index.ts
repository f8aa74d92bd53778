export { deliverMails, messageTasks, messageJobs } from './deliver.ts';
export { createMailer, readMailConfig, type Attachment, type Mail, type Mailer, type MailConfig } from './mailer.ts';
export { eraseMessages, notify, type AddressOf, type Notice } from './notify.ts';
export { listMine, listOutbox, markRead, messageOperations, retryMail, showHeld } from './operations.ts';
export { queueMail, type NewMail } from './outbox.ts';
export { isQuiet, notBefore } from './quiet.ts';
