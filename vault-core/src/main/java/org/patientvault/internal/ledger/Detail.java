package org.patientvault.internal.ledger;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What an entry's detail record holds: strings, longs, booleans, lists, maps, and JSON that is made
 * already.
 *
 * <p>Spelled once, by the thread that asks first: best the caller's, not the committer's. Immutable
 * otherwise.
 */
public final class Detail {
  /** Nothing. */
  public static final Detail EMPTY = new Detail(new TreeMap<>());

  private final SortedMap<String, Object> members;
  private volatile byte @Nullable [] spelled;

  private Detail(SortedMap<String, Object> members) {
    this.members = members;
  }

  /** These members and {@code more}, which win. */
  Detail with(Map<String, ?> more) {
    TreeMap<String, Object> all = new TreeMap<>(members);
    all.putAll(more);
    return new Detail(all);
  }

  Object getOrDefault(String name, Object otherwise) {
    return members.getOrDefault(name, otherwise);
  }

  /** The canonical JSON that the entry commits to. Not to be changed. */
  byte[] spelled() {
    byte[] known = spelled;
    if (known == null) {
      known = JsonDetail.spell(members);
      spelled = known;
    }
    return known;
  }

  /** The number of members: the values may name people. */
  @Override
  public String toString() {
    return "Detail[" + members.size() + "]";
  }
}
