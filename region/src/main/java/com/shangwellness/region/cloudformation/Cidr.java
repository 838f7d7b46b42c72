package com.shangwellness.region.cloudformation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;

/** {@code Fn::Cidr}: equal blocks of a network. */
final class Cidr {

  private static final int ADDRESS_BITS = 32;

  private Cidr() {}

  /** The blocks for {@code [ipBlock, count, cidrBits]}; IPv4 only. */
  static JsonNode split(JsonNode argument) {
    var block = argument.path(0).asText();
    int count = argument.path(1).asInt();
    int bits = argument.path(2).asInt(8);
    if (!block.matches("\\d{1,3}(\\.\\d{1,3}){3}/\\d{1,2}")) {
      throw Invalid.template("Fn::Cidr: " + block + " is no IPv4 CIDR block");
    }
    if (count < 1 || count > 256 || bits < 1 || bits > ADDRESS_BITS) {
      throw Invalid.template("Fn::Cidr: count must be 1 to 256 and cidrBits 1 to 32");
    }
    int slash = block.indexOf('/');
    int prefix = Integer.parseInt(block.substring(slash + 1));
    long base =
        number(block.substring(0, slash)) >> (ADDRESS_BITS - prefix) << (ADDRESS_BITS - prefix);
    long size = 1L << bits;
    if (prefix + bits > ADDRESS_BITS + prefix || count * size > 1L << (ADDRESS_BITS - prefix)) {
      throw Invalid.template(
          "Fn::Cidr: " + block + " has no room for " + count + " blocks of " + size + " addresses");
    }
    var blocks = new ArrayList<String>();
    for (long i = 0; i < count; i++) {
      blocks.add(address(base + i * size) + "/" + (ADDRESS_BITS - bits));
    }
    var array = Values.NODES.arrayNode();
    blocks.forEach(array::add);
    return array;
  }

  private static long number(String address) {
    long number = 0;
    for (var octet : address.split("\\.", -1)) {
      number = number << 8 | Long.parseLong(octet);
    }
    return number;
  }

  private static String address(long number) {
    return (number >> 24 & 255)
        + "."
        + (number >> 16 & 255)
        + "."
        + (number >> 8 & 255)
        + "."
        + (number & 255);
  }
}
