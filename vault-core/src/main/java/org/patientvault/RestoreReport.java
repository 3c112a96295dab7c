package org.patientvault;

import java.util.Optional;
import org.patientvault.audit.BackupManifest;
import org.patientvault.audit.BackupManifest.LogFacts;

/**
 * What a restore did.
 *
 * @param incident names it in the log's origin
 * @param origin of the log that the vault goes on with
 * @param follows the log as far as the backup has it
 * @param lost the newest signed head that was known of the vault that was lost
 * @param erased how many patients of the register were erased again, who were in the backup
 * @param takenBack how many erasures that the backup knows as asked for were taken back: whether
 *     they were cancelled or put on hold since is not known; ask for them anew
 */
public record RestoreReport(
    BackupManifest.Contents backup,
    String incident,
    String origin,
    LogFacts follows,
    Optional<LogFacts> lost,
    int erased,
    int takenBack) {}
