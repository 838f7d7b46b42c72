package com.shangwellness.region.patterns;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** What a value may be. */
sealed interface Matcher {

  /** Whether {@code value}, which is no object and no array, may be. */
  boolean matches(JsonNode value);

  /** Just this value; numbers are told apart by how they are written, as EventBridge does. */
  record Exact(JsonNode expected) implements Matcher {
    @Override
    public boolean matches(JsonNode value) {
      return value.equals(expected);
    }
  }

  /** Whether the field is there, whatever its value. */
  record Exists(boolean wanted) implements Matcher {
    @Override
    public boolean matches(JsonNode value) {
      return !value.isMissingNode() == wanted;
    }
  }

  /** A text that begins so. */
  record Prefix(String prefix, boolean ignoreCase) implements Matcher {
    @Override
    public boolean matches(JsonNode value) {
      return value.isTextual()
          && value.asText().regionMatches(ignoreCase, 0, prefix, 0, prefix.length());
    }
  }

  /** A text that ends so. */
  record Suffix(String suffix, boolean ignoreCase) implements Matcher {
    @Override
    public boolean matches(JsonNode value) {
      var text = value.asText();
      return value.isTextual()
          && text.regionMatches(
              ignoreCase, text.length() - suffix.length(), suffix, 0, suffix.length());
    }
  }

  /** This text in any case. */
  record IgnoringCase(String expected) implements Matcher {
    @Override
    public boolean matches(JsonNode value) {
      return value.isTextual()
          && value.asText().toLowerCase(Locale.ROOT).equals(expected.toLowerCase(Locale.ROOT));
    }
  }

  /** A text of this form. */
  record Wildcard(Pattern form) implements Matcher {
    @Override
    public boolean matches(JsonNode value) {
      return value.isTextual() && form.matcher(value.asText()).matches();
    }
  }

  /** Anything that none of these matches; but it must be there. */
  record AnythingBut(List<Matcher> others) implements Matcher {
    @Override
    public boolean matches(JsonNode value) {
      return !value.isMissingNode() && others.stream().noneMatch(other -> other.matches(value));
    }
  }

  /** A number in a range. */
  record Numeric(double least, boolean leastIncluded, double most, boolean mostIncluded)
      implements Matcher {
    @Override
    public boolean matches(JsonNode value) {
      double number = value.asDouble();
      return value.isNumber()
          && (number > least || (leastIncluded && number == least))
          && (number < most || (mostIncluded && number == most));
    }
  }

  /** An IP address in a block. */
  record Block(InetAddress network, int bits) implements Matcher {
    @Override
    public boolean matches(JsonNode value) {
      var found = MatcherReader.address(value.asText());
      var block = network.getAddress();
      if (!value.isTextual()
          || found.filter(a -> a.getAddress().length == block.length).isEmpty()) {
        return false;
      }
      var address = found.get().getAddress();
      for (int bit = 0; bit < bits; bit++) {
        int mask = 0x80 >> (bit % 8);
        if ((address[bit / 8] & mask) != (block[bit / 8] & mask)) {
          return false;
        }
      }
      return true;
    }
  }
}
