package com.shangwellness.region.ec2;

/** What a description in a security group may contain; EC2 is strict about it. */
final class Descriptions {

  private Descriptions() {}

  static String ofGroup(String text) {
    Refusal.required("GroupDescription", text);
    if (!text.matches("[a-zA-Z0-9. _\\-:/()#,@\\[\\]+=&;{}!$*]{1,255}")) {
      throw Refusal.of(
          "InvalidParameterValue",
          "Value ("
              + text
              + ") for parameter GroupDescription is invalid. Character sets beyond ASCII are not"
              + " supported.");
    }
    return text;
  }

  static String ofRule(String text) {
    if (text != null && !text.matches("[a-zA-Z0-9. _\\-:/()#,@\\[\\]+=;{}!$*]{0,255}")) {
      throw Refusal.of(
          "InvalidParameterValue",
          "Invalid rule description. Valid descriptions are strings less than 256 characters from"
              + " the following set:  a-zA-Z0-9. _-:/()#,@[]+=;{}!$*");
    }
    return text;
  }
}
