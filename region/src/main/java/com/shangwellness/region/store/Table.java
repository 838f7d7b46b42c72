package com.shangwellness.region.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.shangwellness.region.codec.Codec;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.h2.mvstore.MVMap;

/**
 * Immutable values by key, in the order of their keys. A value is kept as {@code
 * {"v":1,"value":{…}}}; members that this version does not know are kept as they are when the value
 * changes.
 *
 * @param <T> the type of the values
 */
public final class Table<T> {

  private static final JsonMapper JSON = new JsonMapper();
  private static final int VERSION = 1;

  private final Store store;
  private final MVMap<String, String> kept;
  private final Codec<T> codec;
  private final NavigableMap<String, T> values = new TreeMap<>();
  private final Map<String, ObjectNode> unknown = new LinkedHashMap<>();
  private final Map<String, Optional<T>> before = new LinkedHashMap<>();
  private long revision;

  Table(Store store, MVMap<String, String> kept, Codec<T> codec) {
    this.store = store;
    this.kept = kept;
    this.codec = codec;
    kept.forEach(this::read);
  }

  /** The value of {@code key}. */
  public Optional<T> get(String key) {
    return Optional.ofNullable(values.get(key));
  }

  /** Whether {@code key} has a value. */
  public boolean contains(String key) {
    return values.containsKey(key);
  }

  /** Keeps {@code value} under {@code key}, in place of what was there, and returns it. */
  public T put(String key, T value) {
    remember(key);
    values.put(key, value);
    return value;
  }

  /** Takes {@code key} and its value away; without effect when it has none. */
  public void remove(String key) {
    if (values.containsKey(key)) {
      remember(key);
      values.remove(key);
    }
  }

  /** All values, in the order of their keys; a copy, so that the table may change meanwhile. */
  public List<T> values() {
    return List.copyOf(values.values());
  }

  /** All keys, in order; a copy. */
  public List<String> keys() {
    return List.copyOf(values.keySet());
  }

  /** The keys that begin with {@code prefix}, in order; a copy. */
  public List<String> keys(String prefix) {
    return List.copyOf(range(prefix).keySet());
  }

  /** The values whose keys begin with {@code prefix}, in the order of their keys; a copy. */
  public List<T> withPrefix(String prefix) {
    return List.copyOf(range(prefix).values());
  }

  /** The first value, in the order of keys, of those whose keys begin with {@code prefix}. */
  public Optional<T> first(String prefix) {
    return beginning(prefix, values.ceilingEntry(prefix));
  }

  /** The last value, in the order of keys, of those whose keys begin with {@code prefix}. */
  public Optional<T> last(String prefix) {
    return beginning(prefix, values.lowerEntry(prefix + Character.MAX_VALUE));
  }

  private static <T> Optional<T> beginning(String prefix, Map.Entry<String, T> found) {
    return found == null || !found.getKey().startsWith(prefix)
        ? Optional.empty()
        : Optional.of(found.getValue());
  }

  private NavigableMap<String, T> range(String prefix) {
    return values.subMap(prefix, true, prefix + Character.MAX_VALUE, false);
  }

  /** All values as a stream over a copy. */
  public Stream<T> stream() {
    return values().stream();
  }

  /** How many values there are. */
  public int size() {
    return values.size();
  }

  /** Grows with every change: who has worked something out from the table knows when it is old. */
  public long revision() {
    return revision;
  }

  private void remember(String key) {
    store.touch(this);
    revision++;
    before.putIfAbsent(key, get(key));
  }

  /** Takes back what the transaction changed. */
  void undo() {
    revision++;
    before.forEach(
        (key, value) -> value.ifPresentOrElse(v -> values.put(key, v), () -> values.remove(key)));
    before.clear();
  }

  /** Puts what the transaction changed into the file's map. */
  void write() {
    for (var key : before.keySet()) {
      var value = values.get(key);
      if (value == null) {
        kept.remove(key);
      } else {
        kept.put(key, document(key, value));
      }
    }
  }

  void forgetUndo() {
    before.forEach(
        (key, value) -> {
          if (!values.containsKey(key)) {
            unknown.remove(key);
          }
        });
    before.clear();
  }

  private String document(String key, T value) {
    var text = new StringWriter();
    try (var out = JSON.createGenerator(text)) {
      out.writeStartObject();
      out.writeNumberField("v", VERSION);
      out.writeFieldName("value");
      if (unknown.containsKey(key)) {
        out.writeTree(withUnknown(codec.encode(value), key));
      } else {
        codec.write(value, out);
      }
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(kept.getName() + "/" + key + " cannot be written", e);
    }
    return text.toString();
  }

  private JsonNode withUnknown(JsonNode body, String key) {
    if (body instanceof ObjectNode object) {
      object.setAll(unknown.get(key));
    }
    return body;
  }

  private void read(String key, String text) {
    var body = parse(key, text);
    T value;
    try {
      value = codec.decode(body);
    } catch (IllegalArgumentException e) {
      throw damaged(key, e);
    }
    values.put(key, value);
    if (body instanceof ObjectNode object) {
      var rest = object.deepCopy();
      codec.encode(value).fieldNames().forEachRemaining(rest::remove);
      // A member that is null says no more than one that is not there.
      rest.properties().removeIf(member -> member.getValue().isNull());
      if (!rest.isEmpty()) {
        unknown.put(key, rest);
      }
    }
  }

  private JsonNode parse(String key, String text) {
    try {
      var document = JSON.readTree(text);
      int version = document.path("v").asInt();
      if (version > VERSION || !document.has("value")) {
        throw new IllegalStateException(
            kept.getName()
                + "/"
                + key
                + " was written in form "
                + version
                + "; this version reads up to form "
                + VERSION);
      }
      return document.get("value");
    } catch (JsonProcessingException e) {
      throw damaged(key, e);
    }
  }

  private IllegalStateException damaged(String key, Exception cause) {
    return new IllegalStateException(
        kept.getName() + "/" + key + " cannot be read: " + cause.getMessage(), cause);
  }
}
