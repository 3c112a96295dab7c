package org.patientvault.interop;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.SingleValidationMessage;
import java.util.List;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;

/**
 * HL7's validator for base R4 with the code systems that come with it, offline. Profiles that it
 * does not know it cannot check, and says so in a warning.
 */
final class R4Validator {
  private final FhirValidator validator;

  R4Validator() {
    FhirContext r4 = FhirContext.forR4();
    FhirInstanceValidator instances =
        new FhirInstanceValidator(
            new ValidationSupportChain(
                new DefaultProfileValidationSupport(r4),
                new CommonCodeSystemsTerminologyService(r4),
                new InMemoryTerminologyServerValidationSupport(r4)));
    instances.setErrorForUnknownProfiles(false);
    validator = r4.newValidator().registerValidatorModule(instances);
  }

  /** Everything that it has to say about one resource. */
  List<SingleValidationMessage> messages(String json) {
    return validator.validateWithResult(json).getMessages();
  }
}
