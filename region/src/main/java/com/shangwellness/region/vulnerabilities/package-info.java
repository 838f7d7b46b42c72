/**
 * Which Java packages an image's layers hold, and which of them have known vulnerabilities: matched
 * against records of OSV that the user supplies.
 */
package com.shangwellness.region.vulnerabilities;
