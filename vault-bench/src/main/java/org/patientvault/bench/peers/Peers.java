package org.patientvault.bench.peers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.patientvault.bench.Goal;
import org.patientvault.bench.Interleaved;
import org.patientvault.bench.Party;
import org.patientvault.bench.Report;
import org.patientvault.bench.Slice.Cost;
import org.patientvault.bench.crypto.TwelveFields;

/**
 * What a record of twelve fields costs to seal and to open with other libraries for the same work,
 * each in a JVM of its own, in turns with the vault.
 */
public final class Peers {
  private Peers() {}

  /** A library is not fast before its own process has compiled it. */
  private static final int WARM_UP_ROUNDS = 150;

  public static void ask(Interleaved asked, Report report) throws Exception {
    Interleaved run = new Interleaved(WARM_UP_ROUNDS, asked.rounds(), asked.sliceNanos());
    Map<String, PeerProcess> peers = new LinkedHashMap<>();
    try (TwelveFields vault = TwelveFields.ready()) {
      peers.put("Spring Security Crypto", new PeerProcess("spring", "SpringPeer"));
      peers.put("mongodb-crypt", new PeerProcess("mongodb", "MongoPeer"));
      peers.put("AWS Encryption SDK, record", new PeerProcess("aws", "AwsRecordPeer"));
      peers.put("AWS Encryption SDK, fields", new PeerProcess("aws", "AwsFieldsPeer"));
      peers.put("AWS Database Encryption SDK", new PeerProcess("aws-database", "AwsDatabasePeer"));
      peers.put("Jasypt", new PeerProcess("jasypt", "JasyptPeer"));
      ask(run, report, "seal", vault.sealing(), peers);
      ask(run, report, "open", vault.opening(), peers);
    } finally {
      peers.values().forEach(PeerProcess::close);
    }
  }

  private static void ask(
      Interleaved run,
      Report report,
      String verb,
      List<Party> vault,
      Map<String, PeerProcess> peers)
      throws Exception {
    List<Party> parties = new ArrayList<>(vault);
    List<Goal> goals = new ArrayList<>();
    peers.forEach(
        (name, peer) -> {
          parties.add(peer.party(name, verb));
          vault.forEach(ours -> goals.add(new Goal(ours.name(), name, 1)));
        });
    report.add("Twelve fields of forty bytes: " + verb, Cost.CPU, run.run(parties), goals);
  }
}
