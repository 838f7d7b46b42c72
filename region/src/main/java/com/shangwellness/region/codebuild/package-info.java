/**
 * AWS CodeBuild: projects, and builds that run their buildspec's commands in a shell of this
 * machine.
 */
package com.shangwellness.region.codebuild;
