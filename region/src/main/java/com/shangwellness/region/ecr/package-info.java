/** Amazon ECR: repositories and their images, and the OCI registry to push to and pull from. */
package com.shangwellness.region.ecr;
