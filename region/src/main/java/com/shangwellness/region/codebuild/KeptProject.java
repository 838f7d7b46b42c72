package com.shangwellness.region.codebuild;

import software.amazon.awssdk.services.codebuild.model.Project;

/**
 * A project.
 *
 * @param builds how many builds it has had: the number of the last one
 */
record KeptProject(Project project, long builds) {}
