/**
 * What the infra module writes: the CDK's cloud assembly, and the settings that ops itself needs.
 */
package com.shangwellness.ops.assembly;
