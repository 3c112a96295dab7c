package org.patientvault.cli.demo;

import java.util.List;

/** An invented person: names that try a system, and a birth date as precise as it is known. */
record Person(
    String number,
    String family,
    List<String> given,
    String gender,
    String birthDate,
    String city) {

  /** Patients with a bundle each. */
  static final List<Person> WITH_BUNDLE =
      List.of(
          new Person(
              "01", "Rincón Águilar", List.of("María del Carmen"), "female", "1970-05", "Sevilla"),
          new Person(
              "02", "O'Reilly", List.of("Siobhán", "Mary"), "female", "1948-11-02", "Gaillimh"),
          new Person("03", "田中", List.of("花子"), "female", "1962-03-14", "大阪市"),
          new Person(
              "04", "Шевченко", List.of("Олександра", "Іванівна"), "female", "1985", "Львів"),
          new Person("05", "بن علي", List.of("فاطمة الزهراء"), "female", "1991-09-30", "صفاقس"),
          new Person(
              "06", "Nguyễn", List.of("Văn Đức", "Jean-Baptiste"), "male", "2003-01-01", "Lyon"),
          new Person(
              "07", "Þórsdóttir", List.of("Ásta", "Björk"), "other", "1979-02-28", "Ísafjörður"),
          new Person("08", "van den Bergh-Öztürk", List.of("Zoë"), "female", "1996-02-29", "Gent"),
          new Person("09", "Παπαδοπούλου", List.of("Σοφία"), "female", "1935-12", "Θεσσαλονίκη"),
          new Person(
              "10", "Ade\u0301bayọ\u0300", List.of("Nkemdilim"), "male", "2026-02-17", "Ìbàdàn"));

  /** Patients of the bulk export. */
  static final List<Person> IN_BULK =
      List.of(
          new Person("21", "Żółć", List.of("Łukasz"), "male", "1958-08-19", "Łódź"),
          new Person("22", "Smith", List.of("John"), "male", "1990-01-01", "Springfield"),
          new Person("23", "Smith", List.of("John", "A."), "male", "1990-01-01", "Springfield"),
          new Person(
              "24", "D’Amico-Łęcka", List.of("Noël", "Françoise"), "unknown", "2011-06", "Città"));

  String id() {
    return "demo-" + number;
  }

  String fullName() {
    return given.get(0) + " " + family;
  }
}
