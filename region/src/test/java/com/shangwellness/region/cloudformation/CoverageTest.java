package com.shangwellness.region.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;

import com.shangwellness.region.cloudformation.types.CloudFormationTypes;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CoverageTest {

  @Test
  void it_names_what_acts_what_is_recorded_and_which_operations_there_are() {
    var text =
        Coverage.of(
            ResourceTypes.all(
                CloudFormationTypes.types(), CloudFormationTypes.recorded(TestRegion.MUMBAI)),
            List.of(CloudFormation.class));

    assertThat(text)
        .contains("- `AWS::CDK::Metadata`")
        .contains("- `AWS::CloudWatch::Alarm`")
        .contains("- **CloudFormation** (")
        .contains("CreateChangeSet, CreateStack, DeleteChangeSet")
        .doesNotContain("CreateStackSet");
  }
}
