package org.patientvault.audit.fhir;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.patientvault.audit.Entry;

/**
 * Who took part: the user, the application that asked, and the vault's node that answered.
 *
 * <p>The vault is a library, so application and node are one process on one machine, unless the
 * detail names another client.
 */
final class Agents {
  private static final Coding APPROVER = Coding.hl7("v3-ParticipationType", "VRF", "verifier");
  private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");
  private static final String MACHINE_NAME = "1";
  private static final String IP_ADDRESS = "2";

  private final Namespace names;
  private final Elements elements;
  private final JsonBytes json;

  Agents(Namespace names, Elements elements) {
    this.names = names;
    this.elements = elements;
    this.json = elements.json();
  }

  void write(Facts facts) {
    json.array("agent");
    if (facts.entry.actor() != null) {
      user(facts);
    }
    if (facts.meaning.interaction().hasProfile()) {
      client(facts);
      node(facts, facts.meaning.interaction().server(), false);
    } else {
      node(facts, facts.meaning.interaction().client(), facts.entry.actor() == null);
    }
    facts.entry.approvers().forEach(each -> approver(String.valueOf(Facts.pseudonym(each))));
    json.endArray();
  }

  private void user(Facts facts) {
    Entry entry = facts.entry;
    json.object();
    elements.concept("type", facts.meaning.interaction().user());
    if (entry.role() != null) {
      json.array("role").object().member("text", entry.role().value()).endObject().endArray();
    }
    who(facts.details.text("issuer"), facts.details.text("user"), entry);
    json.member("requestor", true);
    policies(facts);
    if (entry.purpose() != null) {
      json.array("purposeOfUse");
      elements.purpose(entry.purpose());
      json.endArray();
    }
    json.endObject();
  }

  private void who(@Nullable String issuer, @Nullable String user, Entry entry) {
    String pseudonym = String.valueOf(Facts.pseudonym(entry.actor()));
    if (issuer == null || user == null) {
      elements.reference("who", names.actorPseudonym, pseudonym).endObject();
    } else {
      elements.reference("who", names.issuer(issuer), user).endObject();
      json.member("altId", pseudonym);
      elements.text("name", user);
    }
  }

  /** The token that brought the user, and the access policy that decided. */
  private void policies(Facts facts) {
    String token = facts.details.text("jti");
    Integer version = facts.entry.policyVersion();
    if (token == null && version == null) {
      return;
    }
    json.array("policy");
    if (token != null) {
      json.element(Namespace.token(token));
    }
    if (version != null) {
      json.element(names.accessPolicy + version);
    }
    json.endArray();
  }

  private void client(Facts facts) {
    json.object();
    elements.concept("type", facts.meaning.interaction().client());
    String client = facts.details.text("client");
    if (client == null) {
      elements.device("who", names.process, process(facts.entry));
    } else {
      elements.device("who", names.client, client);
    }
    json.member("requestor", false);
    String address = facts.details.text("address");
    network(address == null ? facts.entry.stamp().node() : address);
    json.endObject();
  }

  /** A node's name, and its boot as the log spells it. */
  private static String process(Entry entry) {
    String boot = Integer.toHexString(entry.stamp().boot());
    return entry.stamp().node() + "/" + "0".repeat(8 - boot.length()) + boot;
  }

  private void node(Facts facts, Coding type, boolean requestor) {
    String node = facts.entry.stamp().node();
    json.object();
    elements.concept("type", type);
    elements.device("who", names.node, node);
    json.member("requestor", requestor);
    network(node);
    json.endObject();
  }

  private void network(String address) {
    boolean isAddress = ADDRESS.matcher(address).matches();
    json.object("network");
    elements.text("address", address);
    json.member("type", isAddress ? IP_ADDRESS : MACHINE_NAME).endObject();
  }

  private void approver(String pseudonym) {
    json.object();
    elements.concept("type", APPROVER);
    elements.reference("who", names.actorPseudonym, pseudonym).endObject();
    json.member("requestor", false).endObject();
  }
}
