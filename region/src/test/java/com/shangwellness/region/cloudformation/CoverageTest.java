package com.shangwellness.region.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;

import com.shangwellness.region.cloudformation.types.CloudFormationTypes;
import com.shangwellness.region.s3.S3;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CoverageTest {

  @Test
  void it_names_what_acts_what_is_recorded_what_is_stood_in_for_and_which_operations_there_are() {
    var text =
        Coverage.of(
            ResourceTypes.all(
                CloudFormationTypes.types(), CloudFormationTypes.recorded(TestRegion.MUMBAI)),
            List.of(CloudFormation.class));

    assertThat(text)
        .contains("- `AWS::CDK::Metadata`")
        .contains("- `AWS::CloudTrail::Trail`")
        .contains("- **Ec2**, flow logs: no packets are recorded, nothing is delivered.")
        .contains("- **CloudFormation** (")
        .contains("CreateChangeSet, CreateStack, DeleteChangeSet")
        .doesNotContain("CreateStackSet");
  }

  @Test
  void operations_that_a_service_inherits_are_named_too() {
    var text = Coverage.of(CloudFormationTypes.types(), List.of(S3.class));

    assertThat(text).contains(" GetObject,", " PutBucketPolicy,");
  }
}
