package org.patientvault.audit.fhir;

import java.util.List;
import org.patientvault.audit.EventCode;

/**
 * What an event of the log is called in FHIR and DICOM.
 *
 * @param subtypes may be none; of the interactions of FHIR at most one
 * @param action C, R, U, D or E
 * @param lifecycle what became of the records it is about
 */
record Meaning(
    Coding type, List<Coding> subtypes, char action, Interaction interaction, Coding lifecycle) {

  private static final Coding REST = Coding.hl7("audit-event-type", "rest", "RESTful Operation");
  private static final Coding LOG_USED = Coding.dicom("110101", "Audit Log Used");
  private static final Coding APPLICATION = Coding.dicom("110100", "Application Activity");
  private static final Coding ALERT = Coding.dicom("110113", "Security Alert");
  private static final Coding EXPORT = Coding.dicom("110106", "Export");
  private static final Coding PATIENT_RECORD = Coding.dicom("110110", "Patient Record");
  private static final Coding LOGIN = Coding.dicom("110114", "User Authentication");

  private static final Coding SECURITY_CONFIGURATION =
      Coding.dicom("110129", "Security Configuration");
  private static final Coding RESTRICTED = Coding.dicom("110132", "Use of Restricted Function");
  private static final Coding ATTRIBUTES_OF_OBJECT =
      Coding.dicom("110135", "Object Security Attributes Changed");
  private static final Coding ROLES = Coding.dicom("110136", "Security Roles Changed");
  private static final Coding ATTRIBUTES_OF_USER =
      Coding.dicom("110137", "User security Attributes Changed");
  private static final Coding RECORDING_STARTED = Coding.dicom("110134", "Audit Recording Started");
  private static final Coding RECORDING_STOPPED = Coding.dicom("110133", "Audit Recording Stopped");

  private static final Coding CREATED = lifecycle("1", "Origination / Creation");
  private static final Coding AMENDED = lifecycle("3", "Amendment");
  private static final Coding USED = lifecycle("6", "Access / Use");
  private static final Coding DISCLOSED = lifecycle("11", "Disclosure");
  private static final Coding DELETED = lifecycle("14", "Logical deletion");
  private static final Coding ERASED = lifecycle("15", "Permanent erasure / Physical destruction");

  private static final Meaning READ = rest("read", 'R', Interaction.READ, USED);
  private static final Meaning READ_OF_A_REVISION = rest("vread", 'R', Interaction.READ, USED);
  private static final Meaning HELD =
      change(PATIENT_RECORD, 'U', recordLifecycle("hold", "Add Legal Hold Record Lifecycle Event"));
  private static final Meaning RELEASED =
      change(
          PATIENT_RECORD,
          'U',
          recordLifecycle("unhold", "Remove Legal Hold Record Lifecycle Event"));

  Meaning {
    subtypes = List.copyOf(subtypes);
  }

  private static Coding lifecycle(String code, String display) {
    return Coding.hl7("dicom-audit-lifecycle", code, display);
  }

  private static Coding recordLifecycle(String code, String display) {
    return Coding.hl7("iso-21089-lifecycle", code, display);
  }

  private static Meaning rest(String code, char action, Interaction of, Coding lifecycle) {
    return new Meaning(REST, List.of(Coding.rest(code)), action, of, lifecycle);
  }

  private static Meaning look(Coding type, char action, Coding... subtypes) {
    return new Meaning(type, List.of(subtypes), action, Interaction.LOOK, USED);
  }

  private static Meaning change(Coding type, char action, Coding... subtypes) {
    return new Meaning(type, List.of(subtypes), action, Interaction.CHANGE, AMENDED);
  }

  private static Meaning removal(Coding type) {
    return new Meaning(
        type,
        List.of(recordLifecycle("destroy", "Destroy/Delete Record Lifecycle Event")),
        'D',
        Interaction.CHANGE,
        ERASED);
  }

  /** A read of a revision that was named. */
  static Meaning ofRead(boolean ofARevision) {
    return ofARevision ? READ_OF_A_REVISION : READ;
  }

  /** A legal hold; whether it was put on or lifted, the entry's detail alone tells. */
  static Meaning ofHold(String action) {
    return switch (action) {
      case "hold" -> HELD;
      case "release" -> RELEASED;
      default -> of(EventCode.HOLD);
    };
  }

  /** What {@code event} means where nothing else is known. */
  static Meaning of(EventCode event) {
    return ALL[index(event)];
  }

  private static final Meaning[] ALL = all();

  private static Meaning[] all() {
    Meaning[] all = new Meaning[EventCode.values().length];
    for (EventCode event : EventCode.values()) {
      all[index(event)] = made(event);
    }
    return all;
  }

  @SuppressWarnings("EnumOrdinal") // the array is made from the very enum it is asked by
  private static int index(EventCode event) {
    return event.ordinal();
  }

  private static Meaning made(EventCode event) {
    return switch (event) {
      case READ -> READ;
      case QUERY -> rest("search-type", 'E', Interaction.QUERY, USED);
      case CREATE -> rest("create", 'C', Interaction.CREATE, CREATED);
      case UPDATE -> rest("update", 'U', Interaction.UPDATE, AMENDED);
      case DELETE -> rest("delete", 'D', Interaction.DELETE, DELETED);
      case EXPORT ->
          new Meaning(
              EXPORT,
              List.of(
                  recordLifecycle("disclose", "Disclose Record Lifecycle Event"),
                  Coding.rest("read")),
              'R',
              Interaction.DISCLOSURE,
              DISCLOSED);
      case DENY -> look(ALERT, 'E', RESTRICTED);
      case LOGIN -> look(LOGIN, 'E', Coding.dicom("110122", "Login"));
      case BTG_OPEN -> look(ALERT, 'E', Coding.dicom("110127", "Emergency Override Started"));
      case BTG_CLOSE -> look(ALERT, 'E', Coding.dicom("110138", "Emergency Override Stopped"));
      case BTG_REVIEW, REVIEW, LOG_READ -> look(LOG_USED, 'R');
      case ERASE -> removal(PATIENT_RECORD);
      case EXPIRE, PRUNE -> removal(LOG_USED);
      case KEY_CREATE, KEY_SLOT_ADD -> change(ALERT, 'C', SECURITY_CONFIGURATION);
      case KEY_DESTROY, KEY_SLOT_REMOVE -> change(ALERT, 'D', SECURITY_CONFIGURATION);
      case KEY_NEXT, KEY_ROTATE, KEY_PROMOTE, KEY_SLOT_CHANGE, KEY_SLOT_STALE, CONFIG ->
          change(ALERT, 'U', SECURITY_CONFIGURATION);
      case KEY_STATE, KEY_LEASE -> look(ALERT, 'E', SECURITY_CONFIGURATION);
      case KEY_REWRAP, REENCRYPT -> change(ALERT, 'U', ATTRIBUTES_OF_OBJECT);
      case POLICY -> change(ALERT, 'U', ROLES);
      case GRANT, REVOKE -> change(ALERT, 'U', ATTRIBUTES_OF_USER);
      case START ->
          look(APPLICATION, 'E', Coding.dicom("110120", "Application Start"), RECORDING_STARTED);
      case STOP ->
          look(APPLICATION, 'E', Coding.dicom("110121", "Application Stop"), RECORDING_STOPPED);
      case GENESIS -> look(ALERT, 'E', RECORDING_STARTED);
      case CLOSE -> look(ALERT, 'E', RECORDING_STOPPED);
      case SEAL, ANCHOR, STATE -> look(APPLICATION, 'E');
      case BACKUP -> look(EXPORT, 'R');
      case MERGE ->
          change(PATIENT_RECORD, 'U', recordLifecycle("merge", "Merge Record Lifecycle Event"));
      case UNMERGE ->
          change(PATIENT_RECORD, 'U', recordLifecycle("unmerge", "Unmerge Record Lifecycle Event"));
      case HOLD -> change(PATIENT_RECORD, 'U');
      case RESTORE -> change(ALERT, 'U');
      case REQUEST, APPROVE, FAIL, COMPROMISE -> look(ALERT, 'E');
    };
  }
}
