package com.shangwellness.region.codebuild;

import java.io.InputStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Reads the test cases of a file of JUnit's XML. */
final class JUnitReport {

  private static final BigDecimal NANOS = BigDecimal.valueOf(1_000_000_000);
  private static final int LONGEST_MESSAGE = 4096;

  private JUnitReport() {}

  /**
   * A test case.
   *
   * @param status one of {@code SUCCEEDED}, {@code FAILED}, {@code ERROR}, {@code SKIPPED}
   */
  record Case(
      String suite, String prefix, String name, String status, long nanos, String message) {}

  /**
   * The cases of {@code file}.
   *
   * @throws BuildFault when it is no such file
   */
  static List<Case> read(String name, InputStream file) throws BuildFault {
    var factory = XMLInputFactory.newDefaultFactory();
    // A report never needs them, and they may read what is elsewhere.
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    try {
      var reader = factory.createXMLStreamReader(file);
      try {
        return cases(reader);
      } finally {
        reader.close();
      }
    } catch (XMLStreamException | NumberFormatException e) {
      throw BuildFault.client("the report " + name + " is not JUnit XML: " + e.getMessage());
    }
  }

  private static List<Case> cases(XMLStreamReader reader) throws XMLStreamException {
    var cases = new ArrayList<Case>();
    var suite = "";
    while (reader.hasNext()) {
      if (reader.next() == XMLStreamConstants.START_ELEMENT) {
        if (reader.getLocalName().equals("testsuite")) {
          suite = attribute(reader, "name");
        } else if (reader.getLocalName().equals("testcase")) {
          cases.add(one(suite, reader));
        }
      }
    }
    return cases;
  }

  private static Case one(String suite, XMLStreamReader reader) throws XMLStreamException {
    var name = attribute(reader, "name");
    var prefix = attribute(reader, "classname");
    var time = attribute(reader, "time").replace(",", "");
    long nanos = time.isEmpty() ? 0 : new BigDecimal(time).multiply(NANOS).longValue();
    var status = "SUCCEEDED";
    var message = "";
    while (true) {
      int event = reader.next();
      if (event == XMLStreamConstants.END_ELEMENT && reader.getLocalName().equals("testcase")) {
        return new Case(suite, prefix, name, status, nanos, message);
      }
      var found =
          event == XMLStreamConstants.START_ELEMENT ? status(reader) : Optional.<String>empty();
      if (found.isPresent()) {
        status = found.get();
        var said = attribute(reader, "message");
        message = said.substring(0, Math.min(said.length(), LONGEST_MESSAGE));
      }
    }
  }

  private static Optional<String> status(XMLStreamReader reader) {
    return switch (reader.getLocalName()) {
      case "failure" -> Optional.of("FAILED");
      case "error" -> Optional.of("ERROR");
      case "skipped" -> Optional.of("SKIPPED");
      default -> Optional.empty();
    };
  }

  private static String attribute(XMLStreamReader reader, String name) {
    var value = reader.getAttributeValue(null, name);
    return value == null ? "" : value;
  }
}
