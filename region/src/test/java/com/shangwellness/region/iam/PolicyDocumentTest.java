package com.shangwellness.region.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.shangwellness.region.iam.PolicyDocument.Kind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyDocumentTest {

  @ParameterizedTest(name = "{0} {1} → {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "IDENTITY | {                                                            | This policy"
            + " contains invalid Json",
        "IDENTITY | {}                                                           | Syntax errors in"
            + " policy.",
        "IDENTITY | {\"Statement\":[]}                                           | Syntax errors in"
            + " policy.",
        "IDENTITY | {\"Version\":\"2020-01-01\",\"Statement\":{}}                | Policy document"
            + " must be version 2012-10-17 or greater.",
        "IDENTITY | {\"Statement\":{\"Effect\":\"Maybe\",\"Action\":\"s3:*\",\"Resource\":\"*\"}} |"
            + " Syntax errors in policy.",
        "IDENTITY | {\"Statement\":{\"Effect\":\"Allow\",\"Resource\":\"*\"}}    | Policy statement"
            + " must contain actions.",
        "IDENTITY | {\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"s3:*\"}}   | Policy statement"
            + " must contain resources.",
        "IDENTITY | {\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"read\",\"Resource\":\"*\"}} |"
            + " Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.",
        "IDENTITY |"
            + " {\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"bucket\"}}"
            + " | Resource bucket must be in ARN format or \"*\".",
        "IDENTITY |"
            + " {\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"*\",\"Principal\":\"*\"}}"
            + " | Policy document should not specify a principal.",
        "IDENTITY |"
            + " {\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"*\",\"Colour\":\"red\"}}"
            + " | Syntax errors in policy.",
        "TRUST    |"
            + " {\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"s3:Get*\",\"Principal\":\"*\"}} |"
            + " AssumeRole policy may only specify STS AssumeRole actions.",
        "TRUST    | {\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\"}} | Missing"
            + " required field Principal",
        "TRUST    |"
            + " {\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\",\"Principal\":\"*\",\"Resource\":\"*\"}}"
            + " | Has prohibited field Resource",
        "RESOURCE | {\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"*\"}} |"
            + " Missing required field Principal",
      })
  void what_AWS_refuses_is_refused_in_its_words(Kind kind, String document, String message) {
    assertThatThrownBy(() -> PolicyDocument.parse(document, kind))
        .isInstanceOf(PolicyDocument.Malformed.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "IDENTITY |"
            + " {\"Version\":\"2012-10-17\",\"Statement\":[{\"Sid\":\"a\",\"Effect\":\"Allow\",\"Action\":[\"ecr:GetAuthorizationToken\"],\"Resource\":\"*\"}]}",
        "IDENTITY |"
            + " {\"Statement\":{\"Effect\":\"Deny\",\"NotAction\":\"iam:*\",\"NotResource\":\"arn:aws:s3:::b/*\"}}",
        "TRUST    |"
            + " {\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\",\"Principal\":{\"Service\":\"ecs-tasks.amazonaws.com\"}}}",
        "RESOURCE |"
            + " {\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"kms:*\",\"Resource\":\"*\",\"Principal\":{\"AWS\":\"arn:aws:iam::123456789012:root\"}}}",
      })
  void what_AWS_accepts_is_accepted(Kind kind, String document) throws Exception {
    assertThat(PolicyDocument.parse(document, kind).statements()).hasSize(1);
  }
}
