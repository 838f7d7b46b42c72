package com.shangwellness.region.secretsmanager;

import static java.util.Objects.requireNonNullElse;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.secretsmanager.model.GetRandomPasswordRequest;

/** Makes passwords out of the kinds of characters that are asked for. */
final class Passwords {

  private static final String LOWER = "abcdefghijklmnopqrstuvwxyz";
  private static final String UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  private static final String NUMBERS = "0123456789";
  private static final String PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

  private final RandomGenerator random;

  Passwords(RandomGenerator random) {
    this.random = random;
  }

  String next(GetRandomPasswordRequest request) {
    long length = requireNonNullElse(request.passwordLength(), 32L);
    if (length < 1 || length > 4096) {
      throw Refusal.parameter(
          "Invalid length for parameter PasswordLength, value: "
              + length
              + ", valid range: 1-4096");
    }
    var kinds = kinds(request);
    if (kinds.isEmpty()) {
      throw Refusal.parameter("The password must include at least one type of character.");
    }
    boolean each = !Boolean.FALSE.equals(request.requireEachIncludedType());
    if (each && length < kinds.size()) {
      throw Refusal.parameter(
          "Password length " + length + " is too short based on the required types.");
    }
    return draw((int) length, kinds, each);
  }

  private static List<String> kinds(GetRandomPasswordRequest request) {
    var kinds = new ArrayList<String>();
    add(kinds, LOWER, request.excludeLowercase());
    add(kinds, UPPER, request.excludeUppercase());
    add(kinds, NUMBERS, request.excludeNumbers());
    add(kinds, PUNCTUATION, request.excludePunctuation());
    add(kinds, " ", !Boolean.TRUE.equals(request.includeSpace()));
    var excluded = requireNonNullElse(request.excludeCharacters(), "");
    return kinds.stream()
        .map(
            kind ->
                kind.chars()
                    .filter(c -> excluded.indexOf(c) < 0)
                    .mapToObj(Character::toString)
                    .collect(Collectors.joining()))
        .filter(kind -> !kind.isEmpty())
        .toList();
  }

  private static void add(List<String> kinds, String kind, Boolean excluded) {
    if (!Boolean.TRUE.equals(excluded)) {
      kinds.add(kind);
    }
  }

  private String draw(int length, List<String> kinds, boolean each) {
    var characters = new ArrayList<Character>(length);
    if (each) {
      kinds.forEach(kind -> characters.add(one(kind)));
    }
    var all = String.join("", kinds);
    while (characters.size() < length) {
      characters.add(one(all));
    }
    for (int i = characters.size() - 1; i > 0; i--) {
      java.util.Collections.swap(characters, i, random.nextInt(i + 1));
    }
    return characters.stream().map(Object::toString).collect(Collectors.joining());
  }

  private char one(String kind) {
    return kind.charAt(random.nextInt(kind.length()));
  }
}
