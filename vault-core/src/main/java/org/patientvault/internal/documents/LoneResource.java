package org.patientvault.internal.documents;

import java.util.Optional;

/** A resource that stands in no bundle: its owner must follow from itself. */
final class LoneResource {
  static final String NO_OWNER =
      "it belongs to a patient by a reference that leads nowhere in this input";

  private LoneResource() {}

  static SourceItem item(int ordinal, long position, FhirResource resource) {
    Compartment alone = new Compartment();
    alone.setComplete();
    Optional<Owner> owner = alone.ownerOf(resource);
    return owner.isPresent()
        ? new SourceResource(ordinal, position, resource, owner.get())
        : new SourceProblem(ordinal, position, NO_OWNER);
  }
}
