package com.shangwellness.region.wire;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.core.traits.TimestampFormatTrait.Format;
import software.amazon.awssdk.core.traits.XmlAttributeTrait;

/** The XML bodies of REST-XML services. */
record XmlValue(Element element) implements Value {

  /**
   * The root element of a document.
   *
   * @throws IllegalArgumentException when it is malformed, or has a document type, which may name
   *     entities outside
   */
  static XmlValue parse(byte[] body) {
    try {
      var factory = DocumentBuilderFactory.newInstance();
      factory.setNamespaceAware(true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      var builder = factory.newDocumentBuilder();
      builder.setErrorHandler(new DefaultHandler()); // the default one prints to stderr
      return new XmlValue(builder.parse(new ByteArrayInputStream(body)).getDocumentElement());
    } catch (SAXException | IOException e) {
      throw new IllegalArgumentException("malformed XML: " + e.getMessage(), e);
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<Element> children(Element parent) {
    var nodes = parent.getChildNodes();
    return IntStream.range(0, nodes.getLength())
        .mapToObj(nodes::item)
        .filter(Element.class::isInstance)
        .map(Element.class::cast)
        .toList();
  }

  private static List<Element> children(Element parent, String name) {
    return children(parent).stream().filter(child -> name(child).equals(name)).toList();
  }

  private static String name(Node node) {
    return node.getLocalName() == null ? node.getNodeName() : node.getLocalName();
  }

  @Override
  public Optional<Value> member(SdkField<?> field) {
    if (field.containsTrait(XmlAttributeTrait.class)) {
      var name = field.locationName();
      return element.hasAttribute(name)
          ? Optional.of(Text.of(element.getAttribute(name), Format.ISO_8601))
          : Optional.empty();
    }
    var found = children(element, field.locationName());
    if (found.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(isFlattened(field) ? new Flattened(found) : new XmlValue(found.getFirst()));
  }

  private static boolean isFlattened(SdkField<?> field) {
    return field.getOptionalTrait(ListTrait.class).filter(ListTrait::isFlattened).isPresent()
        || field.getOptionalTrait(MapTrait.class).filter(MapTrait::isFlattened).isPresent();
  }

  @Override
  public List<Value> items(ListTrait trait) {
    return new Flattened(children(element)).items(trait);
  }

  @Override
  public Map<String, Value> entries(MapTrait trait) {
    return new Flattened(children(element)).entries(trait);
  }

  @Override
  public String text() {
    return element.getTextContent();
  }

  /** A list or map whose items stand among the members of their structure. */
  private record Flattened(List<Element> elements) implements Value {

    @Override
    public Optional<Value> member(SdkField<?> field) {
      throw new IllegalArgumentException("expected a structure, found a list");
    }

    @Override
    public List<Value> items(ListTrait trait) {
      return elements.stream().<Value>map(XmlValue::new).toList();
    }

    @Override
    public Map<String, Value> entries(MapTrait trait) {
      var entries = new LinkedHashMap<String, Value>();
      for (var entry : elements) {
        var key = only(entry, trait.keyLocationName());
        entries.put(key.getTextContent(), new XmlValue(only(entry, trait.valueLocationName())));
      }
      return entries;
    }

    private static Element only(Element entry, String name) {
      return children(entry, name).stream()
          .findFirst()
          .orElseThrow(() -> new IllegalArgumentException(name(entry) + " has no " + name));
    }

    @Override
    public String text() {
      throw new IllegalArgumentException("expected text, found a list");
    }
  }
}
