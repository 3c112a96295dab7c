package org.patientvault.internal.documents;

import static org.patientvault.fuzz.Reading.require;
import static org.patientvault.fuzz.Reading.requireSame;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.patientvault.fuzz.Reading;
import org.patientvault.fuzz.Seeded;
import org.patientvault.model.VaultException;

/** A resource that is read comes back as JSON that is read as the same resource. */
class FhirJsonFuzz implements Seeded {

  @FuzzTest
  void read(byte[] json) {
    Reading.of(
            () -> FhirJson.read(json),
            VaultException.InvalidInput.class,
            VaultException.LimitExceeded.class)
        .ifPresent(FhirJsonFuzz::requireStable);
  }

  private static void requireStable(FhirResource resource) {
    byte[] written = resource.toJson();
    FhirResource again = FhirJson.read(written);
    require(again.equals(resource), "another resource");
    requireSame(again.toJson(), written, "a resource");
    resource.identifiers();
  }

  @Override
  public Map<String, byte[]> seeds() {
    return Map.of(
        "patient",
            bytes(
                "{\"resourceType\":\"Patient\",\"id\":\"p1\",\"active\":true,\"birthDate\":\"1970-01-01\","
                    + "\"identifier\":[{\"system\":\"urn:x\",\"value\":\"7\"}],\"n\":1.00,\"z\":null}"),
        "type-last",
            bytes("{\"a\":{\"b\":[1e3,-0,\"\\ud83d\\ude00\"]},\"resourceType\":\"Basic\"}"),
        "twice", bytes("{\"resourceType\":\"Basic\",\"a\":1,\"a\":2}"));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
