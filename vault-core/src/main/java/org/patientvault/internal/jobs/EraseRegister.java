package org.patientvault.internal.jobs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.patientvault.audit.EraseCertificate;
import org.patientvault.model.PatientRef;
import org.patientvault.model.VaultException;
import org.patientvault.model.VaultId;

/**
 * A folder outside the vault that has a certificate of every erasure: a backup that is put back
 * must not bring anybody back. One folder may serve several vaults. For use by several processes.
 * Format: docs/formats/erase-certificate.md, "Register".
 */
public final class EraseRegister {
  private static final Pattern NAME =
      Pattern.compile("([0-9]{9})-([0-9a-f]{32})\\.erase-certificate");

  private final Path register;
  private final Path folder;

  public EraseRegister(Path register, VaultId vault) {
    this.register = register;
    this.folder = register.resolve(vault.toString());
  }

  /**
   * Makes sure that a certificate could be written.
   *
   * @throws VaultException.StorageFailed when not: nothing is erased then
   */
  public void requireWritable() {
    try {
      if (!Files.isDirectory(register)) {
        throw new NoSuchFileException(register.toString());
      }
      Files.createDirectories(folder);
      Path probe = Files.createTempFile(folder, ".patientvault", ".probe");
      Files.delete(probe);
    } catch (IOException e) {
      throw failed("written", e);
    }
  }

  /**
   * The certificate of this erasure; empty when it is not there, or what is there is none.
   *
   * @throws VaultException.StorageFailed when it cannot be read
   */
  public Optional<EraseCertificate> find(int number, PatientRef patient) {
    Path file = file(number, patient);
    try {
      return Files.exists(file) ? Optional.of(read(file)) : Optional.empty();
    } catch (VaultException.InvalidInput
        | VaultException.LimitExceeded
        | VaultException.UnsupportedFormat e) {
      return Optional.empty();
    }
  }

  /** Keeps a certificate, forced to disk; gives its file. */
  public Path keep(int number, EraseCertificate certificate) {
    Path file = file(number, certificate.patient());
    try {
      Files.createDirectories(folder);
      DurableFile.write(file, certificate.file());
      return file;
    } catch (IOException e) {
      throw failed("written", e);
    }
  }

  /** Where the certificate of this erasure is, or is to be. */
  public Path file(int number, PatientRef patient) {
    return folder.resolve(String.format(Locale.ROOT, "%09d-%s.erase-certificate", number, patient));
  }

  /**
   * Every certificate by its number; none is checked.
   *
   * @throws VaultException.InvalidInput when a file is none, or two are of one number
   * @throws VaultException.StorageFailed when they cannot be read
   */
  public Map<Integer, EraseCertificate> certificates() {
    Map<Integer, EraseCertificate> all = new TreeMap<>();
    for (Path file : files()) {
      Matcher name = NAME.matcher(String.valueOf(file.getFileName()));
      if (name.matches() && all.put(Integer.parseInt(name.group(1)), read(file)) != null) {
        throw new VaultException.InvalidInput(
            "the erasure register has two certificates of number "
                + name.group(1)
                + ", of two states of this vault that went on apart: move those that this one did"
                + " not write to another folder, and see that their patients are erased here too");
      }
    }
    return all;
  }

  private List<Path> files() {
    if (!Files.isDirectory(register)) {
      throw failed("read", new NoSuchFileException(register.toString()));
    }
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> found = Files.list(folder)) {
      return new ArrayList<>(found.sorted().toList());
    } catch (IOException e) {
      throw failed("read", e);
    }
  }

  private static EraseCertificate read(Path file) {
    try {
      // A pipe would be waited for.
      if (!Files.isRegularFile(file)) {
        throw new VaultException.InvalidInput(
            "something in the erasure register has the name of a certificate, and is no file");
      }
      if (Files.size(file) > EraseCertificate.MAX_BYTES) {
        throw new VaultException.InvalidInput(
            "a file of the erasure register is too long for a certificate");
      }
      return EraseCertificate.parse(Files.readAllBytes(file));
    } catch (IOException e) {
      throw failed("read", e);
    }
  }

  private static VaultException.StorageFailed failed(String what, IOException e) {
    return new VaultException.StorageFailed(
        "the erasure register cannot be "
            + what
            + "; look whether its folder and disk are there ("
            + e.getClass().getSimpleName()
            + ")",
        e);
  }
}
