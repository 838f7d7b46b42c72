package com.shangwellness.region.patterns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The examples of the EventBridge guide's "Comparison operators", and their edges. */
class ContentPatternTest {

  private static final String EVENT =
      """
      {"source":"aws.ecs","region":"us-east-1","resources":["arn:a","arn:b"],
       "detail":{"state":"Running","count":5,"cost":0.5,"none":null,"on":true,"empty":"",
       "name":"Alice.png","ip":"10.0.0.55","ip6":"2001:db8::1","list":[],"path":"dir/a*b/file",
       "items":[{"k":"a","v":1},{"k":"b","v":2}]}}
      """;

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '\u0001',
      textBlock =
          """
          {"source":["aws.ecs"]}                                                   ~ true
          {"source":["aws.ec2","aws.ecs"]}                                         ~ true
          {"source":["AWS.ECS"]}                                                   ~ false
          {"source":["aws.ecs"],"region":["eu-west-1"]}                            ~ false
          {"resources":["arn:b"]}                                                  ~ true
          {"detail":{"count":[5]}}                                                 ~ true
          {"detail":{"count":["5"]}}                                               ~ false
          {"detail":{"none":[null]}}                                               ~ true
          {"detail":{"missing":[null]}}                                            ~ false
          {"detail":{"on":[true]}}                                                 ~ true
          {"detail":{"empty":[""]}}                                                ~ true
          {"region":[{"prefix":"us-"}]}                                            ~ true
          {"region":[{"prefix":{"equals-ignore-case":"US-"}}]}                     ~ true
          {"detail":{"name":[{"suffix":".png"}]}}                                  ~ true
          {"detail":{"name":[{"suffix":{"equals-ignore-case":".PNG"}}]}}           ~ true
          {"detail":{"name":[{"suffix":".jpg"}]}}                                  ~ false
          {"detail":{"state":[{"anything-but":"Stopped"}]}}                        ~ true
          {"detail":{"state":[{"anything-but":["Stopped","Running"]}]}}            ~ false
          {"detail":{"count":[{"anything-but":[4,6]}]}}                            ~ true
          {"detail":{"missing":[{"anything-but":"x"}]}}                            ~ false
          {"detail":{"state":[{"anything-but":{"prefix":"Run"}}]}}                 ~ false
          {"detail":{"state":[{"anything-but":{"suffix":["x","y"]}}]}}             ~ true
          {"detail":{"state":[{"anything-but":{"equals-ignore-case":"RUNNING"}}]}} ~ false
          {"detail":{"path":[{"anything-but":{"wildcard":"*/lib/*"}}]}}            ~ true
          {"resources":[{"anything-but":"arn:a"}]}                                 ~ true
          {"detail":{"count":[{"numeric":["=",5]}]}}                               ~ true
          {"detail":{"count":[{"numeric":[">",5]}]}}                               ~ false
          {"detail":{"count":[{"numeric":[">",0,"<=",5]}]}}                        ~ true
          {"detail":{"count":[{"numeric":[">",0,"<",5]}]}}                         ~ false
          {"detail":{"cost":[{"numeric":["<",1]}]}}                                ~ true
          {"detail":{"state":[{"numeric":["<",1]}]}}                               ~ false
          {"detail":{"ip":[{"cidr":"10.0.0.0/24"}]}}                               ~ true
          {"detail":{"ip":[{"cidr":"10.0.1.0/24"}]}}                               ~ false
          {"detail":{"ip6":[{"cidr":"2001:db8::/32"}]}}                            ~ true
          {"detail":{"ip":[{"cidr":"2001:db8::/32"}]}}                             ~ false
          {"detail":{"state":[{"exists":true}]}}                                   ~ true
          {"detail":{"missing":[{"exists":true}]}}                                 ~ false
          {"detail":{"missing":[{"exists":false}]}}                                ~ true
          {"nothing":{"deeper":[{"exists":false}]}}                                ~ true
          {"detail":{"none":[{"exists":true}]}}                                    ~ true
          {"detail":[{"exists":true}]}                                             ~ false
          {"detail":{"state":[{"equals-ignore-case":"rUNNING"}]}}                  ~ true
          {"detail":{"path":[{"wildcard":"dir/*/file"}]}}                          ~ true
          {"detail":{"path":[{"wildcard":"dir/a\\\\*b/*"}]}}                       ~ true
          {"detail":{"path":[{"wildcard":"dir/a\\\\*/file"}]}}                     ~ false
          {"detail":{"state":["x",{"prefix":"R"}]}}                                ~ true
          {"detail":{"items":{"k":["a"],"v":[1]}}}                                 ~ true
          {"detail":{"items":{"k":["a"],"v":[2]}}}                                 ~ false
          {"$or":[{"source":["x"]},{"region":["us-east-1"]}]}                      ~ true
          {"source":["aws.ecs"],"detail":{"$or":[{"count":[{"numeric":[">",9]}]},{"on":[false]}]}} ~ false
          """)
  void matches(String pattern, boolean expected) throws Exception {
    assertThat(ContentPattern.parse(pattern).matches(new JsonMapper().readTree(EVENT)))
        .isEqualTo(expected);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '\u0001',
      textBlock =
          """
          {                                             ~ Filter is not valid JSON
          []                                            ~ Filter is not an object
          {}                                            ~ Empty patterns are not allowed
          {"source":"aws.ecs"}                          ~ "source" must be an object or an array
          {"source":[]}                                 ~ Empty arrays are not allowed
          {"detail":{}}                                 ~ Empty objects are not allowed
          {"a":[{"like":"x"}]}                          ~ Unrecognized match type like
          {"a":[{"prefix":1}]}                          ~ prefix match pattern must be a string
          {"a":[{"exists":"yes"}]}                      ~ exists match pattern must be either true or false
          {"a":[{"numeric":["<"]}]}                     ~ Invalid numeric match
          {"a":[{"numeric":["?",1]}]}                   ~ Unrecognized numeric range operator
          {"a":[{"numeric":[">",5,"<",1]}]}             ~ Bottom must be less than top
          {"a":[{"cidr":"10.0.0.0/40"}]}                ~ Malformed CIDR
          {"a":[{"cidr":"localhost/8"}]}                ~ Malformed CIDR
          {"a":[{"wildcard":"a**b"}]}                   ~ Consecutive wildcard characters
          {"a":[["nested"]]}                            ~ Match value must be
          {"a":[1],"a":[2]}                             ~ Filter is not valid JSON
          """)
  void what_is_no_pattern_is_refused_with_its_reason(String pattern, String reason) {
    assertThatThrownBy(() -> ContentPattern.parse(pattern))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(reason);
  }
}
