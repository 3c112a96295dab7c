package org.patientvault.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** What each party's slices came to, round by round. */
public final class Measurements {
  private final Map<String, List<Slice>> slices = new LinkedHashMap<>();
  private final Map<String, String> remarks = new LinkedHashMap<>();

  void know(Party party) {
    slices.put(party.name(), new ArrayList<>());
    remarks.put(party.name(), party.remark());
  }

  void add(Party party, Slice slice) {
    slices.computeIfAbsent(party.name(), name -> new ArrayList<>()).add(slice);
  }

  /** In the order in which they were given. */
  public List<String> parties() {
    return List.copyOf(slices.keySet());
  }

  public String remark(String party) {
    return remarks.getOrDefault(party, "");
  }

  public double medianNanos(String party, Slice.Cost cost) {
    return median(of(party), slice -> slice.nanos(cost));
  }

  public double medianBytes(String party) {
    return median(of(party), Slice::bytes);
  }

  /** The median over the rounds of how many times as fast as {@code baseline} the party is. */
  public double ratio(String party, String baseline, Slice.Cost cost) {
    return median(
        of(party).size(),
        round -> of(baseline).get(round).nanos(cost) / of(party).get(round).nanos(cost));
  }

  private List<Slice> of(String party) {
    List<Slice> known = slices.get(party);
    if (known == null) {
      throw new IllegalArgumentException("no such party: " + party);
    }
    return known;
  }

  private static double median(List<Slice> slices, ToDoubleFunction<Slice> value) {
    return median(slices.size(), round -> value.applyAsDouble(slices.get(round)));
  }

  private static double median(int rounds, IntToDoubleFunction value) {
    double[] sorted = IntStream.range(0, rounds).mapToDouble(value).sorted().toArray();
    int middle = rounds / 2;
    return rounds % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
