package com.shangwellness.region.sns;

import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;

/** A message as an e-mail (RFC 5322, MIME), worded as SNS words its own. */
final class Mail {

  private static final String LINE = "\r\n";

  private Mail() {}

  /**
   * The mail's text.
   *
   * @param json the message for programs, which is what {@code email-json} says
   */
  static String text(Message message, KeptSubscription to, Links links, String json) {
    boolean confirmation = message.type().equals(Message.CONFIRMATION);
    var subject =
        !message.subject().isEmpty()
            ? message.subject()
            : confirmation
                ? "AWS Notification - Subscription Confirmation"
                : "AWS Notification Message";
    var body =
        to.protocol().equals("email-json")
            ? json
            : confirmation ? confirmation(message, links) : notification(message, to, links);
    return String.join(
        LINE,
        "From: AWS Notifications <no-reply@sns.amazonaws.com>",
        "To: " + header(to.endpoint()),
        "Subject: " + header(subject),
        "Date: "
            + DateTimeFormatter.RFC_1123_DATE_TIME.format(message.time().atOffset(ZoneOffset.UTC)),
        "Message-ID: <" + message.id() + "@sns.amazonaws.com>",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=UTF-8",
        "Content-Transfer-Encoding: 8bit",
        "X-SNS-Topic-Arn: " + message.topicArn(),
        "",
        body.replace("\r\n", "\n").replace("\n", LINE),
        "");
  }

  private static String notification(Message message, KeptSubscription to, Links links) {
    return message.text()
        + "\n\n"
        + "--\n"
        + "If you wish to stop receiving notifications from this topic, please visit the link below"
        + " to unsubscribe:\n"
        + links.unsubscribe(to.arn())
        + "\n";
  }

  private static String confirmation(Message message, Links links) {
    return "You have chosen to subscribe to the topic:\n"
        + message.topicArn()
        + "\n\nTo confirm this subscription, visit the link below. In this region it is confirmed"
        + " already.\n"
        + links.confirm(message.topicArn(), message.token())
        + "\n";
  }

  // A header is one line of ASCII; other text is an encoded word (RFC 2047), of which each is
  // short.
  private static String header(String text) {
    if (text.chars().allMatch(c -> c >= ' ' && c < 127)) {
      return text;
    }
    var words = new StringBuilder();
    int start = 0;
    while (start < text.length()) {
      int end = Math.min(text.length(), start + 10);
      if (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
        end++;
      }
      words
          .append(words.isEmpty() ? "" : LINE + " ")
          .append("=?UTF-8?B?")
          .append(
              Base64.getEncoder()
                  .encodeToString(text.substring(start, end).getBytes(StandardCharsets.UTF_8)))
          .append("?=");
      start = end;
    }
    return words.toString();
  }
}
