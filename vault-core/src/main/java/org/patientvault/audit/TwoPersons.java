package org.patientvault.audit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/**
 * Finds what one administrator did alone although two were enrolled: an act without a request that
 * one of them signed, and an approval that another one signed, both before it in the same log. By
 * the log alone: public texts and public keys.
 *
 * <p>That a text of the bundle is missing is told as that, and counts as not being signed here. For
 * one thread, tiles in order.
 */
final class TwoPersons {
  private static final int MOST = 65_536;

  /** Where the boot that puts a backup back begins. */
  private static final long BEHIND_GENESIS = 1;

  /** An entry is written a little after the time at which it was checked. */
  private static final Duration WRITING = Duration.ofMinutes(1);

  private final BundleFiles files;
  private final String origin;
  private final boolean fromTheBeginning;
  private final Findings findings;
  private final List<Mark> marks = new ArrayList<>();
  private final Map<String, Standing> requests = new HashMap<>();
  private Administrators enrolled = Administrators.none();
  private boolean overflowed;

  /** Whether the log goes on from a backup that was put back. */
  private boolean afterIncident;

  /** The boot that put it back, and erased again; it ends with that. */
  private Optional<String> restorer = Optional.empty();

  /** An entry that asks, answers, acts, or says who is enrolled. */
  record Mark(long index, Entry entry) {}

  /** A request that was signed as it should be, and what became of it. */
  private static final class Standing {
    final SignedRequest asked;
    Optional<RequestAnswer> answer = Optional.empty();
    boolean done;

    /** Of the patient's erasure that was done; 0 before, and for anything else. */
    long erasure;

    private Standing(SignedRequest asked) {
      this.asked = asked;
    }

    ChangeRequest request() {
      return asked.request();
    }
  }

  TwoPersons(BundleFiles files, String origin, boolean fromTheBeginning, Findings findings) {
    this.files = files;
    this.origin = origin;
    this.fromTheBeginning = fromTheBeginning;
    this.findings = findings;
  }

  /** Whether an entry of this kind, at this place, is to be told. */
  static boolean is(EventCode event, long index) {
    return switch (event) {
      case GENESIS, REQUEST, APPROVE, REVOKE -> true;
      case START -> index == BEHIND_GENESIS;
      default -> isAct(event);
    };
  }

  private static boolean isAct(EventCode event) {
    return switch (event) {
      case POLICY, CONFIG, KEY_DESTROY, KEY_SLOT_REMOVE, KEY_SLOT_STALE, ERASE -> true;
      default -> false;
    };
  }

  void take(TileResult tile) {
    for (Mark mark : tile.ofTwoPersons) {
      overflowed = overflowed || marks.size() == MOST;
      if (!overflowed) {
        marks.add(mark);
      }
    }
  }

  /** Reports what was found in the order of the log. */
  void finish() {
    if (!fromTheBeginning) {
      if (marks.stream().anyMatch(mark -> isAct(mark.entry.event()))) {
        cannotTell("who was enrolled is told by GENESIS: verify without --incremental");
      }
      return;
    }
    marks.forEach(this::follow);
    if (overflowed) {
      cannotTell("more than " + MOST + " entries of requests and acts are not checked");
    }
  }

  private void cannotTell(String why) {
    findings.add(new Verdict.CannotTell("two-persons", why));
  }

  private void follow(Mark mark) {
    Entry entry = mark.entry;
    switch (entry.event()) {
      case GENESIS -> begin(entry);
      case START -> start(entry);
      case REQUEST -> text(entry, SignedRequest::parse).ifPresent(asked -> ask(entry, asked));
      case APPROVE, REVOKE ->
          text(entry, RequestAnswer::parse).ifPresent(answer -> answer(entry, answer));
      default -> act(mark);
    }
  }

  private void begin(Entry genesis) {
    text(genesis, Administrators::atGenesis).ifPresent(all -> enrolled = all);
    afterIncident = text(genesis, Incident::of).flatMap(each -> each).isPresent();
  }

  private void start(Entry first) {
    restorer = afterIncident ? Optional.of(who(first)) : Optional.empty();
  }

  private static String who(Entry entry) {
    return entry.stamp().node() + " " + entry.stamp().boot();
  }

  private boolean isErasedAgain(Entry entry) {
    return entry.event() == EventCode.ERASE && restorer.filter(who(entry)::equals).isPresent();
  }

  private <T> Optional<T> text(Entry entry, Function<byte[], T> reader) {
    try {
      return Optional.ofNullable(entry.payload())
          .flatMap(sha256 -> NamedText.of(files, sha256))
          .map(reader);
    } catch (VaultException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private void ask(Entry entry, SignedRequest asked) {
    ChangeRequest request = asked.request();
    boolean own = request.id().equals(entry.requestId()) && request.origin().equals(origin);
    if (own && enrolled.named(request.admin()).filter(asked::isSignedBy).isPresent()) {
      requests.putIfAbsent(request.id(), new Standing(asked));
    }
  }

  private void answer(Entry entry, RequestAnswer answer) {
    Standing standing = requests.get(String.valueOf(entry.requestId()));
    if (standing == null) {
      return;
    }
    boolean approves = answer.says() == RequestAnswer.Says.APPROVE;
    boolean another = !answer.admin().equals(standing.request().admin());
    if (approves == (entry.event() == EventCode.APPROVE)
        && another == (answer.says() != RequestAnswer.Says.CANCEL)
        && isSigned(answer, standing)) {
      standing.answer = Optional.of(answer);
    }
  }

  private boolean isSigned(RequestAnswer answer, Standing standing) {
    return enrolled
        .named(answer.admin())
        .filter(key -> answer.isSignedBy(key, standing.request()))
        .isPresent();
  }

  private void act(Mark mark) {
    if (enrolled.isTwoPerson() && !isErasedAgain(mark.entry)) {
      Standing standing = requests.get(String.valueOf(mark.entry.requestId()));
      Optional<String> alone =
          standing == null ? Optional.of("no signed request for it") : problem(mark, standing);
      alone.ifPresent(
          why -> findings.add(new Verdict.OnePerson(mark.index, mark.entry.event().name(), why)));
      if (standing != null) {
        standing.done = true;
      }
    }
    if (mark.entry.event() == EventCode.CONFIG) {
      text(mark.entry, Administrators::parse).ifPresent(all -> enrolled = all);
    }
  }

  private Optional<String> problem(Mark mark, Standing standing) {
    ChangeRequest request = standing.request();
    Entry entry = mark.entry;
    if (request.kind().done() != entry.event() || !isOfText(request, entry.payload())) {
      return Optional.of("the request is for something else");
    }
    if (!isApproved(standing)) {
      return Optional.of("no other administrator approved it");
    }
    if (standing.done && !isOfSeveral(entry)) {
      return Optional.of("the request was carried out before");
    }
    Optional<PatientErasure> erasure = erasure(entry);
    if (erasure.isPresent() && request.kind() != RequestKind.PATIENT_ERASE) {
      return Optional.of("the request is for something else");
    }
    if (erasure.filter(each -> isAnother(each, standing)).isPresent()) {
      return Optional.of("the request was carried out before");
    }
    Instant time = entry.stamp().time();
    if (time.isBefore(request.notBefore()) || time.isAfter(request.expires().plus(WRITING))) {
      return Optional.of("not in the time that was approved");
    }
    return entry.approvers().size() < 2 ? Optional.of("it names no approvers") : Optional.empty();
  }

  /**
   * All that one erasure takes has entries of its own, for each log or patient's pseudonym; and so
   * have the patients' keys that are destroyed, page by page.
   */
  private static boolean isOfSeveral(Entry entry) {
    return entry.event() == EventCode.ERASE
        || (entry.event() == EventCode.KEY_DESTROY && entry.payload() != null);
  }

  private Optional<PatientErasure> erasure(Entry entry) {
    return entry.event() == EventCode.ERASE ? text(entry, PatientErasure::parse) : Optional.empty();
  }

  /** All entries of one erasure have its number. */
  private static boolean isAnother(PatientErasure erasure, Standing standing) {
    if (standing.erasure == 0) {
      standing.erasure = erasure.number();
    }
    return standing.erasure != erasure.number();
  }

  private static boolean isOfText(
      ChangeRequest request, @org.jspecify.annotations.Nullable Bytes payload) {
    return request.text().isEmpty() || request.text().equals(Optional.ofNullable(payload));
  }

  /** Both are still enrolled with the keys that signed. */
  private boolean isApproved(Standing standing) {
    return standing
            .answer
            .filter(answer -> answer.says() == RequestAnswer.Says.APPROVE)
            .filter(answer -> isSigned(answer, standing))
            .isPresent()
        && enrolled
            .named(standing.request().admin())
            .filter(standing.asked::isSignedBy)
            .isPresent();
  }
}
