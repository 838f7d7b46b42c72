package com.shangwellness.region.ecr;

import java.util.Map;
import software.amazon.awssdk.services.ecr.model.Repository;

/**
 * A repository and what is attached to it.
 *
 * @param repository as DescribeRepositories gives it
 * @param policy the repository policy's text; empty when there is none
 * @param lifecyclePolicy the lifecycle policy's text; empty when there is none
 * @param tags the resource tags
 */
record KeptRepository(
    Repository repository, String policy, String lifecyclePolicy, Map<String, String> tags) {

  KeptRepository with(Repository changed) {
    return new KeptRepository(changed, policy, lifecyclePolicy, tags);
  }

  KeptRepository withPolicy(String text) {
    return new KeptRepository(repository, text, lifecyclePolicy, tags);
  }

  KeptRepository withLifecyclePolicy(String text) {
    return new KeptRepository(repository, policy, text, tags);
  }

  KeptRepository withTags(Map<String, String> changed) {
    return new KeptRepository(repository, policy, lifecyclePolicy, changed);
  }
}
