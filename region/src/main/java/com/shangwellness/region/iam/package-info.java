/** AWS Identity and Access Management: roles, policies, instance profiles, users. */
package com.shangwellness.region.iam;
