package com.shangwellness.infra.data;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.shangwellness.infra.Synthesized;
import org.junit.jupiter.api.Test;

class ImageRepositoryTest {
  private static final JsonNode REPOSITORY = Synthesized.data().properties("AWS::ECR::Repository");

  @Test
  void a_tag_is_fixed_for_good_unless_it_is_latest() {
    assertThat(REPOSITORY.get("ImageTagMutability").asText()).isEqualTo("IMMUTABLE_WITH_EXCLUSION");
    assertThat(REPOSITORY.get("ImageTagMutabilityExclusionFilters")).hasSize(1);
    assertThat(
            REPOSITORY
                .at("/ImageTagMutabilityExclusionFilters/0/ImageTagMutabilityExclusionFilterValue")
                .asText())
        .isEqualTo("latest");
  }

  @Test
  void a_tagged_image_goes_only_when_a_hundred_newer_ones_came() throws JsonProcessingException {
    var rules =
        new ObjectMapper()
            .readTree(REPOSITORY.at("/LifecyclePolicy/LifecyclePolicyText").asText())
            .get("rules");

    assertThat(rules).hasSize(2);
    assertThat(rules.at("/0/selection/tagStatus").asText()).isEqualTo("untagged");
    assertThat(rules.at("/1/selection/countType").asText()).isEqualTo("imageCountMoreThan");
    assertThat(rules.at("/1/selection/countNumber").asInt()).isEqualTo(100);
  }
}
