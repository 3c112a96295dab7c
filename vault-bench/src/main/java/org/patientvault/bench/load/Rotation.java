package org.patientvault.bench.load;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Lets several parties take turns, in another order each round. */
final class Rotation {
  /** The compiler needs its time too, most of all on a machine with two processors. */
  static final int WARM_UP_ROUNDS = 10;

  private final int rounds;
  private final long sliceMillis;
  private final Random order = new Random(1);

  Rotation(int rounds, long sliceMillis) {
    this.rounds = rounds;
    this.sliceMillis = sliceMillis;
  }

  /** Measures {@code parties} with so many callers each. */
  Rates run(List<? extends Party> parties, int callers, boolean virtual) throws Exception {
    List<Crew> crews = new ArrayList<>();
    try {
      for (Party party : parties) {
        crews.add(new Crew(party, callers, virtual));
      }
      round(crews, WARM_UP_ROUNDS, new Rates());
      Rates rates = new Rates();
      round(crews, rounds, rates);
      return rates;
    } finally {
      for (Crew crew : crews) {
        crew.close();
      }
    }
  }

  private void round(List<Crew> crews, int times, Rates rates) throws Exception {
    for (int i = 0; i < times; i++) {
      Collections.shuffle(crews, order);
      for (Crew crew : crews) {
        rates.add(crew.party().name(), crew.itemsPerSecond(sliceMillis));
      }
    }
  }
}
