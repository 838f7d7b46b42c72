/**
 * What this machine gives builds: programs in place of those of CodeBuild's images, and a way to
 * the internet that leads AWS's names to the region.
 */
package com.shangwellness.region.buildhost;
