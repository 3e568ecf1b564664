/**
 * The wizards that read logs, by id; log files and searches belong to the first. Said here and not asked of the playbooks,
 * because Home and the menu need it before any playbook is loaded; a test holds it to them.
 */
export const logWizards: readonly [string, ...string[]] = ['trace'];
