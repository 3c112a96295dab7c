package org.patientvault.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Lets several parties take turns in short slices, in another order each round, so that a slow
 * phase of the machine meets them all.
 *
 * @param warmUpRounds for the compilers; not counted
 */
public record Interleaved(int warmUpRounds, int rounds, long sliceNanos) {
  /** Measures and closes {@code parties}. */
  public Measurements run(List<? extends Party> parties) throws Exception {
    try {
      Random order = new Random(1);
      List<Party> turns = new ArrayList<>(parties);
      Measurements thrownAway = new Measurements();
      for (int i = 0; i < warmUpRounds; i++) {
        round(turns, order, thrownAway);
      }
      Measurements measured = new Measurements();
      parties.forEach(measured::know);
      for (int i = 0; i < rounds; i++) {
        round(turns, order, measured);
      }
      return measured;
    } finally {
      for (Party party : parties) {
        party.close();
      }
    }
  }

  private void round(List<Party> turns, Random order, Measurements into) throws Exception {
    Collections.shuffle(turns, order);
    for (Party party : turns) {
      into.add(party, party.work(sliceNanos));
    }
  }
}
