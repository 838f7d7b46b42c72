package com.shangwellness.region.iam;

import com.shangwellness.region.paging.Page;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
import software.amazon.awssdk.services.iam.model.Tag;

/** The rules that all entities of IAM share: names, paths, documents, tags, pages. */
final class Checks {

  private static final int TAGS = 50;

  private Checks() {}

  /** A name of 1 to {@code longest} characters out of those that IAM allows. */
  static String name(String member, String name, int longest) {
    if (name == null) {
      throw Refusal.invalid(
          "1 validation error detected: Value null at '"
              + member
              + "' failed to satisfy constraint: Member must not be null");
    }
    if (!name.matches("[\\w+=,.@-]+")) {
      throw constraint(member, name, "must satisfy regular expression pattern: [\\w+=,.@-]+");
    }
    if (name.length() > longest) {
      throw constraint(member, name, "must have length less than or equal to " + longest);
    }
    return name;
  }

  private static RuntimeException constraint(String member, String value, String rule) {
    return Refusal.invalid(
        "1 validation error detected: Value '"
            + value
            + "' at '"
            + member
            + "' failed to satisfy constraint: Member "
            + rule);
  }

  /** A path: {@code /}, or {@code /…/}; null means {@code /}. */
  static String path(String path) {
    if (path == null) {
      return "/";
    }
    if (!path.matches("/|/[\\x21-\\x7E]+/") || path.length() > 512) {
      throw Refusal.invalid(
          "The specified value for path is invalid. It must begin and end with / and contain only"
              + " alphanumeric characters and/or / characters.");
    }
    return path;
  }

  /** A policy document that AWS would accept; returned as written. */
  static PolicyDocument document(String text, PolicyDocument.Kind kind) {
    try {
      return PolicyDocument.parse(text, kind);
    } catch (PolicyDocument.Malformed e) {
      throw Refusal.malformed(e.getMessage());
    }
  }

  /** Its size as IAM counts it: without white space. */
  static int size(String document) {
    return (int) document.chars().filter(c -> !Character.isWhitespace(c)).count();
  }

  /** Documents are given URL-encoded (RFC 3986), as IAM gives them. */
  static String encoded(String document) {
    return URLEncoder.encode(document, StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replace("*", "%2A")
        .replace("%7E", "~");
  }

  /** {@code now} with {@code added}, a tag of the same key in place of the older. */
  static List<Tag> tagged(List<Tag> now, List<Tag> added) {
    var tags = new TreeMap<String, Tag>();
    now.forEach(tag -> tags.put(tag.key(), tag));
    for (var tag : added) {
      if (tag.key() == null || tag.key().isEmpty() || tag.key().length() > 128) {
        throw constraint("tags.member.key", tag.key(), "must have length between 1 and 128");
      }
      // CloudFormation marks what it makes; nobody else may use the prefix.
      if (tag.key().startsWith("aws:") && !tag.key().startsWith("aws:cloudformation:")) {
        throw Refusal.input("Tag keys starting with aws: are reserved.");
      }
      tags.put(tag.key(), tag);
    }
    if (tags.size() > TAGS) {
      throw Refusal.limit("The number of tags has reached the maximum limit.");
    }
    return new ArrayList<>(tags.values());
  }

  static List<Tag> untagged(List<Tag> now, List<String> keys) {
    return now.stream().filter(tag -> !keys.contains(tag.key())).toList();
  }

  /** A page of IAM: 100 entities unless asked otherwise, up to 1000. */
  static <T> Page<T> page(List<T> all, String marker, Integer size, Function<T, String> key) {
    if (size != null && (size < 1 || size > 1000)) {
      throw constraint("maxItems", size.toString(), "must have value between 1 and 1000");
    }
    try {
      return Page.of(all, marker, size == null ? 100 : size, key);
    } catch (IllegalArgumentException e) {
      throw Refusal.invalid("Invalid Marker.");
    }
  }
}
