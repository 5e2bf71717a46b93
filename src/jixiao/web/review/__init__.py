"""复核 to 公开: verification, audit, approval, submission, acceptance; every version kept."""
