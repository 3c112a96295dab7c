package org.patientvault.crash;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.patientvault.Session;
import org.patientvault.Vault;
import org.patientvault.model.PatientRef;
import org.patientvault.model.Purpose;

/**
 * A process that has a vault open all its life, beside others: works and rests as its standard
 * input tells, and ends with it. A mistake ends it with a code and a stack trace.
 */
public final class WorkingNode {
  /** What the input says, a word a line. */
  enum Order {
    WORK,
    REST,
    CLOSE
  }

  private WorkingNode() {}

  /** Arguments: the folder of the key store, the vault's location, the node's name, a seed. */
  public static void main(String[] arguments) throws Exception {
    Place place = Place.onServer(Path.of(arguments[0]), arguments[1]);
    Random random = new Random(Long.parseLong(arguments[3]));
    String prefix = arguments[2] + "-" + Long.toHexString(random.nextLong());
    Consumer<Ack> told = new Teller();
    try (Vault vault = place.open(Place.options(arguments[2]));
        Shift shift = new Shift(vault, patients(vault), random, prefix, told)) {
      told.accept(new Ack.Started());
      obey(vault, shift, told);
    }
    // What was not told by now would be lost: no thread outlives the vault.
    System.exit(0);
  }

  private static List<PatientRef> patients(Vault vault) {
    Session session = vault.as(Place.PHYSICIAN, Purpose.TREAT);
    List<PatientRef> patients = new ArrayList<>();
    for (int i = 0; i < Place.PATIENTS; i++) {
      patients.add(session.find(Place.patient(i)).orElseThrow());
    }
    return patients;
  }

  private static void obey(Vault vault, Shift shift, Consumer<Ack> told) throws Exception {
    BufferedReader orders =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    for (String line = orders.readLine(); line != null; line = orders.readLine()) {
      switch (Order.valueOf(line)) {
        case WORK -> shift.work();
        case REST -> {
          shift.rest();
          told.accept(Ack.Resting.of(vault));
        }
        case CLOSE -> {
          return;
        }
      }
    }
  }
}
