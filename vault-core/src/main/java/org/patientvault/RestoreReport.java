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
 */
public record RestoreReport(
    BackupManifest.Contents backup,
    String incident,
    String origin,
    LogFacts follows,
    Optional<LogFacts> lost,
    int erased) {}
