package com.shangwellness.region.cloudwatchlogs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.cloudwatchlogs.model.InvalidParameterException;

/** The examples of the CloudWatch Logs guide's "Filter pattern syntax", and their edges. */
class FilterPatternTest {

  private static final String JSON =
      """
      {"eventType":"UpdateTrail","sourceIPAddress":"111.111.111.111","count":7,"cost":12.5,
      "arrayKey":["value","another value"],"objectList":[{"name":"a","id":1},{"name":"b","id":2}],
      "SomeObject":null,"ThisFlag":true,"off":false,"a key":"x","errorCode":"400","empty":{}}
      """;

  private static final String ACCESS =
      "127.0.0.1 - frank [10/Oct/2000:13:25:15 -0700] \"GET /index.html HTTP/1.0\" 404 1534";

  private static boolean matches(String pattern, String line) {
    return FilterPattern.parse(pattern).matches(new LogLine(line));
  }

  @ParameterizedTest(name = "{0} on {1}: {2}")
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '\u0001',
      textBlock =
          """
          ERROR                   ~ [ERROR 401] UNAUTHORIZED REQUEST    ~ true
          ERROR                   ~ [error 401] UNAUTHORIZED REQUEST    ~ false
          ERROR ARGUMENTS         ~ [ERROR 419] MISSING ARGUMENTS       ~ true
          ERROR ARGUMENTS         ~ [ERROR 401] UNAUTHORIZED REQUEST    ~ false
          ?ERROR ?ARGUMENTS       ~ [ERROR 401] UNAUTHORIZED REQUEST    ~ true
          ?ERROR ?ARGUMENTS       ~ nothing of either                   ~ false
          "INTERNAL SERVER ERROR" ~ [ERROR 500] INTERNAL SERVER ERROR   ~ true
          "INTERNAL SERVER ERROR" ~ [ERROR 500] INTERNAL ERROR          ~ false
          ERROR -ARGUMENTS        ~ [ERROR 419] MISSING ARGUMENTS       ~ false
          ERROR -ARGUMENTS        ~ [ERROR 401] UNAUTHORIZED REQUEST    ~ true
          -ARGUMENTS              ~ [ERROR 401] UNAUTHORIZED REQUEST    ~ true
          ERROR ?ARGUMENTS        ~ [ERROR 401] UNAUTHORIZED REQUEST    ~ true
          "say \\"no\\""          ~ they say "no" to it                 ~ true
          %AUTHORIZED%            ~ [ERROR 401] UNAUTHORIZED REQUEST    ~ true
          %4[0-9]{2}$%            ~ status 404                          ~ true
          %4[0-9]{2}$%            ~ status 404 again                    ~ false
          """)
  void terms(String pattern, String line, boolean expected) {
    assertThat(matches(pattern, line)).isEqualTo(expected);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '\u0001',
      textBlock =
          """
          { $.eventType = "UpdateTrail" }                                  ~ true
          { $.eventType = UpdateTrail }                                    ~ true
          { $.eventType = "updatetrail" }                                  ~ false
          { $.eventType = "*Trail" }                                       ~ true
          { $.eventType = "*trail" }                                       ~ false
          { $.eventType = %Trail$% }                                       ~ true
          { $.eventType != "UpdateTrail" }                                 ~ false
          { $.sourceIPAddress != 123.123.* }                               ~ true
          { $.sourceIPAddress = 111.* }                                    ~ true
          { $.missing != "x" }                                             ~ false
          { $.arrayKey[0] = "value" }                                      ~ true
          { $.arrayKey[1] = "value" }                                      ~ false
          { $.arrayKey[*] = "another*" }                                   ~ true
          { $.objectList[1].id = 2 }                                       ~ true
          { $.objectList[*].id > 1 }                                       ~ true
          { $.objectList[*].id > 2 }                                       ~ false
          { $.['a key'] = x }                                              ~ true
          { $.SomeObject IS NULL }                                         ~ true
          { $.missing IS NULL }                                            ~ false
          { $.SomeOtherObject NOT EXISTS }                                 ~ true
          { $.SomeObject NOT EXISTS }                                      ~ false
          { $.ThisFlag IS TRUE }                                           ~ true
          { $.off IS FALSE }                                               ~ true
          { $.off is true }                                                ~ false
          { $.count = 7 }                                                  ~ true
          { $.count != 7 }                                                 ~ false
          { $.count >= 7 && $.count <= 7.0 }                               ~ true
          { $.count > 7 || $.cost < 1.3e1 }                                ~ true
          { $.count > 7 || $.cost < 12.5 }                                 ~ false
          { ($.count = 7 || $.count = 8) && $.off IS FALSE }               ~ true
          { $.count = 7 || $.count = 8 && $.off IS TRUE }                  ~ true
          { ($.count = 7 || $.count = 8) && $.off IS TRUE }                ~ false
          { $.errorCode = "4*" }                                           ~ true
          { $.errorCode > 100 }                                            ~ false
          { $.empty.deeper NOT EXISTS }                                    ~ true
          """)
  void json(String pattern, boolean expected) {
    assertThat(matches(pattern, JSON)).isEqualTo(expected);
    assertThat(matches(pattern, "eventType UpdateTrail 7")).as("a line of text").isFalse();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '\u0001',
      textBlock =
          """
          [ip, id, user, timestamp, request, status_code, bytes]                ~ true
          [ip, id, user, timestamp, request, status_code]                       ~ false
          [ip, id, user, timestamp, request, status_code = 4*, bytes]           ~ true
          [ip, id, user, timestamp, request, status_code = 4*, bytes > 1000]    ~ true
          [ip, id, user, timestamp, request, status_code = 4*, bytes > 2000]    ~ false
          [ip, id, user, timestamp, request = *html*, status_code = 4*, bytes]  ~ true
          [ip=%127\\.0\\.0\\.[1-9]%, ...]                                       ~ true
          [ip=%127\\.0\\.0\\.[2-9]%, ...]                                       ~ false
          [..., status_code = 404, bytes]                                       ~ true
          [..., status_code != 404, bytes]                                      ~ false
          [ip, ..., request = "GET *", status_code, bytes]                      ~ true
          [ip, id, user = frank || user = joe, ...]                             ~ true
          [ip, id, (user = fr* && user != frank), ...]                          ~ false
          [..., bytes >= 1534 && bytes < 1535]                                  ~ true
          [ip, id, user, timestamp = "10/Oct*", ...]                            ~ true
          """)
  void space_delimited(String pattern, boolean expected) {
    assertThat(matches(pattern, ACCESS)).isEqualTo(expected);
  }

  @Test
  void what_a_pattern_names_is_extracted() {
    assertThat(FilterPattern.parse("[ip, ..., status = 4*, bytes]").extracted(new LogLine(ACCESS)))
        .isEqualTo(Map.of("$ip", "127.0.0.1", "$status", "404", "$bytes", "1534"));
    assertThat(
            FilterPattern.parse("{ $.count > 1 && $.missing NOT EXISTS }")
                .extracted(new LogLine(JSON)))
        .isEqualTo(Map.of("$.count", "7"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"open",
        "{ $.a }",
        "{ $.a = }",
        "{ $.a = 1",
        "{ a = 1 }",
        "{ $.a > x }",
        "{ $.a IS ODD }",
        "{ ($.a = 1 }",
        "{ $.a = 1 } more",
        "{ $.a[x] = 1 }",
        "[",
        "[a, ..., b, ...]",
        "[a = 1 || b = 2]",
        "[a > x]",
        "%open",
        "%(a|b)%",
        "%something!%",
        "%[a%",
        "{ $.a = %x% && $.b = %y% && $.c = %z% }",
      })
  void what_is_no_pattern_is_refused_and_never_taken_for_terms(String pattern) {
    assertThatThrownBy(() -> FilterPattern.parse(pattern))
        .isInstanceOf(InvalidParameterException.class);
  }
}
