package org.patientvault.bench.load;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Items per second of each party, round by round. */
final class Rates {
  private final Map<String, List<Double>> byParty = new LinkedHashMap<>();

  void add(String party, double itemsPerSecond) {
    byParty.computeIfAbsent(party, name -> new ArrayList<>()).add(itemsPerSecond);
  }

  Set<String> parties() {
    return new TreeSet<>(byParty.keySet());
  }

  double median(String party) {
    return median(of(party));
  }

  /** The median over the rounds of how often {@code party} is as fast as {@code baseline}. */
  double ratio(String party, String baseline) {
    List<Double> ratios = new ArrayList<>();
    for (int round = 0; round < of(party).size(); round++) {
      ratios.add(of(party).get(round) / of(baseline).get(round));
    }
    return median(ratios);
  }

  private List<Double> of(String party) {
    List<Double> rates = byParty.get(party);
    if (rates == null) {
      throw new IllegalArgumentException("no such party: " + party);
    }
    return rates;
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }
}
